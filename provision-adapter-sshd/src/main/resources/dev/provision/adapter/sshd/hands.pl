# Puts files in place for the runner, which would otherwise start two or three programs for each; see
# docs/adr/0013.
#
# Asked on standard input: SOURCE, TARGET and the target's directory, each with a NUL behind it. Answers with a line:
# done, same (the target is right already), failed (the reason is on descriptor 4), or slow (not to be done by a rename).
use strict;

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
  return failed("it is a directory") if -d $target;
  my $why = -d $directory ? '' : make($directory);
  return failed("the directory $directory cannot be made: $why") if $why;
  return 'same' if alike($source, $target);
  return 'done' if rename($source, $target);
  return $! == 18 ? 'slow' : failed("it cannot be put there: $!");    # 18: another file system
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
