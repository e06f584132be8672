# Takes from itself what no capability is about, and becomes the command. All of it holds for whatever comes of that.
#
#   KEYCTL PRCTL   the numbers of these system calls
#   FILTER         a file with the filter of system calls, as the kernel takes it
#   COMMAND...
use strict;

my ($keyctl, $prctl, $file) = splice @ARGV, 0, 3;

# A session keyring of its own; the one it was started with may hold the user's keys. KEYCTL_JOIN_SESSION_KEYRING
syscall($keyctl + 0, 1, 0);

# Abstract sockets of others are out of reach (Linux 6.12): their names belong to the network, which is the machine's.
# landlock_create_ruleset() and landlock_restrict_self() with LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET
my $scopes = pack 'Q3', 0, 0, 1;
my $ruleset = syscall(444, $scopes, length $scopes, 0);
syscall(446, $ruleset, 0) if $ruleset >= 0;

# PR_SET_SECCOMP, SECCOMP_MODE_FILTER
open my $in, '<:raw', $file or die "$file: $!\n";
my $filter = do { local $/; <$in> };
close $in;
my $program = pack 'S x![Q] P', length($filter) / 8, $filter;
syscall($prctl + 0, 22, 2, $program) == 0 or warn "the kernel takes no filter of system calls: $!\n";

exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
