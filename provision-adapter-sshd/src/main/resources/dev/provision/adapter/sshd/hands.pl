# Puts files in place for the runner, which would otherwise start two or three programs for each; see
# docs/adr/0013.
#
# Asked on standard input: SOURCE, TARGET and the target's directory, each with a NUL behind it. Answers with a line:
# done, same (the target is right already), failed (the reason is on descriptor 4), or slow (for the runner to do:
# others can change what is on the way to the target). Arguments: the run's name; the numbers of users who count as us.
use strict;

my ($id, $trusted) = @ARGV;
$trusted .= ' ' . (lstat '/')[4];
my %trusted = map { $_ => 1 } split ' ', $trusted;

open(my $words, '>&=', 4) or exit 1;
$| = 1;
print "ready\n";
$/ = "\0";
while (defined(my $source = <STDIN>)) {
  my $target    = <STDIN>;
  my $directory = <STDIN>;
  chomp($source, $target, $directory);
  print put($source, $target, $directory), "\n";
}

sub put {
  my ($source, $target, $directory) = @_;
  return 'slow' unless closed($directory);
  return failed("it is a directory") if -d $target;
  my $why = -d $directory ? '' : make($directory);
  return failed("the directory $directory cannot be made: $why") if $why;
  return 'same' if alike($source, $target);
  return 'done' if rename($source, $target);
  $why = $! == 18 ? copied($source, $target, $directory) : "$!";    # 18: another file system
  return $why ? failed("it cannot be put there: $why") : 'done';
}

# Whether nobody else can change anything on the way to a directory, as far as it is there.
sub closed {
  my ($directory) = @_;
  my ($path, $closed) = ('', 1);
  for my $name (split m{/}, $directory) {
    next if $name eq '';
    $path .= "/$name";
    my @have = lstat $path or return $closed;
    return 0 unless -d _ and $trusted{$have[4]};
    $closed = 1;
    # Root trusts no group: others may be in it, and its bits stand for an ACL, too.
    if ($have[2] & 022 and ($have[2] & 02 or $> == 0 or $have[4] != $have[5])) {
      return 0 unless $have[2] & 01000;
      $closed = 0;
    }
  }
  return $closed;
}

# Copies a file beside its target first. Returns why that fails.
sub copied {
  my ($source, $target, $directory) = @_;
  my ($number) = $source =~ m{([^/]*)$};
  my $name = "$directory/.provision-$id-$number";
  my @have = stat $source;
  require Fcntl;    # here only, since it doubles the time that Perl takes to start
  my $flags = Fcntl::O_WRONLY() | Fcntl::O_CREAT() | Fcntl::O_EXCL();
  open(my $in,  '<:raw', $source) or return "$!";
  sysopen(my $out, $name, $flags, 0600) or return "$!";    # never what another has put there
  binmode $out;
  my $why = '';
  my $bytes;
  local $/ = \65536;
  while (defined($bytes = <$in>)) {
    print $out $bytes or $why = "$!", last;
  }
  $why ||= chown($have[4], $have[5], $out) ? '' : "$!";
  $why ||= chmod($have[2] & 07777, $out)   ? '' : "$!";
  close $out or $why ||= "$!";
  $why ||= rename($name, $target) ? '' : "$!";
  unlink $name if $why;
  return $why;
}

sub failed {
  syswrite $words, "$_[0]\n";
  return 'failed';
}

# Returns why it cannot be made.
sub make {
  my ($directory) = @_;
  my ($path, $why) = ('', '');
  umask 022;
  for my $name (split m{/}, $directory) {
    next if $name eq '';
    $path .= "/$name";
    next if -d $path or mkdir $path;
    $why = "$!";
    last unless -d $path;
    $why = '';
  }
  umask 077;
  return $why;
}

sub alike {
  my ($source, $target) = @_;
  my @have = lstat $target or return 0;
  return 0 unless -f _;
  my @want = lstat $source or return 0;
  for my $trait (2, 4, 5, 7) {    # mode, owner, group, size
    return 0 if $have[$trait] != $want[$trait];
  }
  open(my $a, '<:raw', $source) or return 0;
  open(my $b, '<:raw', $target) or return 0;
  my ($left, $right);
  while (read($a, $left, 65536)) {
    read($b, $right, 65536);
    return 0 if $left ne $right;
  }
  return 1;
}
