# Puts files in place for the runner, which would otherwise start two or three programs for each, and carries the
# scripts' output to the connection; see docs/adr/0013 and 0090.
#
# Asked on standard input, with a NUL behind each word; answers with a line.
#   SOURCE TARGET DIRECTORY, the target's: done, same (the target is right already), failed (the reason is on
#     descriptor 4), or slow (for the runner to do: others can change what is on the way to the target)
#   begin DIRECTORY, when a script is about to write into the pipes there: open, or none
#   end, after it has ended: ended, when nobody holds its output any more; or held, and from then on that goes nowhere
# Arguments: the run's name; the numbers of users who count as us; how long to wait for an end.
use strict;

# Numbers of Linux's errors: to load Errno takes time.
my ($EPERM, $EBUSY, $EXDEV) = (1, 16, 18);

my ($id, $trusted, $patience) = @ARGV;
$trusted .= ' ' . (lstat '/')[4];
my %trusted = map { $_ => 1 } split ' ', $trusted;

$SIG{PIPE} = $SIG{HUP} = 'IGNORE';
open(my $out,   '>&=', 3) or exit 1;
open(my $words, '>&=', 4) or exit 1;
my @pipes = map { { name => $_->[0], to => $_->[1] } } ['o', $out], ['e', $words];
my @old;
my ($asked, $listening) = ('', 1);
my $end;
$| = 1;
{ open(my $note, '>', "$0.ready") }
print "ready\n";

while (1) {
  my @held = grep { $_->{held} } @pipes;
  if (defined $end and (!@held or now() >= $end)) {
    print @held ? "held\n" : "ended\n";
    push @old, map { { from => $_->{from}, held => 1 } } @held;
    delete @$_{'held', 'from'} for @held;
    @held = ();
    undef $end;
  }
  last if !$listening and !@held and !@old;
  my $ready = '';
  vec($ready, fileno $_->{from}, 1) = 1 for @held, @old;
  vec($ready, 0, 1) = 1 if $listening;
  select($ready, undef, undef, defined $end ? 1 : undef);
  for my $pipe (@held, @old) {
    carry($pipe) if vec($ready, fileno $pipe->{from}, 1);
  }
  @old = grep { $_->{held} } @old;
  hear() if $listening and vec($ready, 0, 1);
}

sub hear {
  $listening = sysread(STDIN, $asked, 65536, length $asked);
  leave() if !$listening;
  while ($asked =~ s/^(end)\0// or $asked =~ s/^(begin)\0([^\0]*)\0// or $asked =~ s/^([^\0]*)\0([^\0]*)\0([^\0]*)\0//) {
    if ($1 eq 'begin') {
      print begin($2) ? "open\n" : "none\n";
    } elsif ($1 eq 'end') {
      $end = now() + $patience;
      leave();
    } else {
      print put($1, $2, $3), "\n";
    }
  }
}

# Opens the pipes for reading; and for writing, until the script has ended: lest they end before it holds them.
sub begin {
  my ($directory) = @_;
  for my $pipe (@pipes) {
    my $name = "$directory/$pipe->{name}";
    -p $name and open($pipe->{both}, '+<', $name) and open($pipe->{from}, '<', $name) or return 0;
  }
  $_->{held} = 1 for @pipes;
  return 1;
}

# Only others hold the pipes from now on.
sub leave {
  undef $_->{both} for @pipes;
}

# Passes on what is there, or notes that nobody holds the other end any more. Waits for nothing: one of the two is so.
sub carry {
  my ($pipe) = @_;
  my $count = sysread($pipe->{from}, my $piece, 65536);
  $pipe->{held} = 0 if !$count;
  my $at = 0;
  while ($pipe->{to} and $at < ($count || 0)) {
    my $written = syswrite($pipe->{to}, $piece, $count - $at, $at);
    $pipe->{to} = undef if !defined $written;    # nobody listens any more
    $at += $written || 0;
  }
}

# In seconds that no change of the clock makes longer or shorter.
sub now {
  open(my $uptime, '<', '/proc/uptime') or return time;
  return (split ' ', readline $uptime)[0];
}

sub put {
  my ($source, $target, $directory) = @_;
  return 'slow' if !closed($directory) or $target =~ m{^/(proc|sys)/} or -l $target;
  my $there = -e $target;
  return failed("it is a directory") if -d _;
  return failed("it is a device, a pipe or a socket, which is not replaced") if $there and !-f _;
  my $why = -d $directory ? '' : make($directory);
  return failed("the directory $directory cannot be made: $why") if $why;
  if ($there and same_content($source, $target)) {
    # One that differs in the rest may lie on a file system that keeps no such mode or owner.
    return same_traits($source, $target) ? 'same' : 'slow';
  }
  my $remarks = $there ? noticed($target) : '';
  return "done$remarks" if rename($source, $target);
  return 'slow' if $! == $EPERM or $! == $EBUSY;    # not permitted, or a mount point
  return failed("it cannot be put there: $!") if $! != $EXDEV;    # another file system
  $why = copied($source, $target, $directory);
  return 'slow' if $why eq 'slow';
  return $why ? failed("it cannot be put there: $why") : "done$remarks";
}

# What is lost with a file that is replaced.
sub noticed {
  my ($target) = @_;
  my @remarks;
  open(my $ls, '-|', 'ls', '-ldn', $target) or return '';
  push @remarks, "its access control list was not kept" if (readline $ls || '') =~ /^\S+\+ /;
  push @remarks, "other names of the file that was there (hard links) still have the old content"
    if (lstat $target)[3] > 1;
  my $caps;
  if (-x $target and open($caps, '-|', 'getcap', $target) and (readline $caps || '') =~ / (\S+)$/) {
    push @remarks, "its capabilities ($1) were not kept: setcap gives them back";
  }
  return @remarks ? ' ' . join('; ', @remarks) : '';
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

# Copies a file beside its target first. Returns why that fails, or 'slow'.
sub copied {
  my ($source, $target, $directory) = @_;
  my ($number) = $source =~ m{([^/]*)$};
  my $name = "$directory/.provision-$id-$number";
  my @have = stat $source;
  require Fcntl;    # here only, since it doubles the time that Perl takes to start
  my $flags = Fcntl::O_WRONLY() | Fcntl::O_CREAT() | Fcntl::O_EXCL();
  open(my $in,  '<:raw', $source) or return "$!";
  sysopen(my $out, $name, $flags, 0600) or return $! == $EPERM ? 'slow' : "$!";    # never what another has put there
  binmode $out;
  my $why = '';
  my $bytes;
  local $/ = \65536;
  while (defined($bytes = <$in>)) {
    print $out $bytes or $why = "$!", last;
  }
  # Not every file system keeps these.
  $why ||= chown($have[4], $have[5], $out) && chmod($have[2] & 07777, $out) ? '' : 'slow';
  close $out or $why ||= "$!";
  $why ||= rename($name, $target) ? '' : $! == $EPERM || $! == $EBUSY ? 'slow' : "$!";
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

sub same_traits {
  my ($source, $target) = @_;
  my @have = lstat $target;
  my @want = lstat $source;
  return !grep { $have[$_] != $want[$_] } 2, 4, 5;    # mode, owner, group
}

sub same_content {
  my ($source, $target) = @_;
  return 0 if -s $source != -s $target;
  open(my $a, '<:raw', $source) or return 0;
  open(my $b, '<:raw', $target) or return 0;
  my ($left, $right);
  while (read($a, $left, 65536)) {
    read($b, $right, 65536);
    return 0 if $left ne $right;
  }
  return 1;
}
