# Installs a directory, or says what differs, for the runner, which stands in it; see docs/adr/0097.
#
# Works in the directory in which a thing is, never by a path: nobody can exchange the directory that a process is in.
# Reports on standard output what was done, on standard error why it was not. Arguments: put, or compare; the list of
# entries; the file with their contents, which are asked for if it is not there; whose they are to be, as UID:GID; made, if the directory was just made, or nothing;
# delete, or nothing; the run's name; the file for remarks; and patterns of what is kept.
use strict;
use Fcntl;

# Numbers of Linux's errors: to load Errno takes time.
my ($EPERM, $EBUSY) = (1, 16);

my ($mode, $list, $blob, $owner, $made, $delete, $id, $remarks, @keep) = @ARGV;
my ($uid, $gid) = split /:/, $owner;
@keep = map { pattern($_) } @keep;
my $comparing = $mode eq 'compare';

my (@entries, %in, %mounted, %remarked);
my ($written, $removed, $linked, $listed, $others) = (0, 0, 0, 0, 0);
my $root = readlink '/proc/self/cwd';
fail('', "without /proc, nobody knows what is mounted there, so nothing is removed") if $delete && !defined $root;
$| = 1;
umask 077;
read_list();
my ($contents, @unsure);
my $sums = !-e $blob && eval { require Digest::SHA; 1 };
$^F = 1023 if !-e $blob && !$sums;    # for sha256sum
open($contents, '<:raw', $blob) or fail('', "its content cannot be read: $!") if -e $blob;
look('');
make_sure() if @unsure;
receive(grep { needed($_) } @entries) if !$contents;
$_->{state} = 'same' for grep { $_->{fits} && $_->{right} } @entries;
if ($comparing) {
  show($_->{state} eq 'missing' ? '+' : '~', $_->{path}) for grep { $_->{state} ne 'same' } @entries;
  sweep('') if $delete;
  exit 0;
}
act('');
traits('.', $in{'.'}) if $in{'.'};
note("other names of $linked replaced files (hard links) still have the old content") if $linked;
note("the access control lists of $listed files were not kept") if $listed;
note("the file system keeps another mode or owner of $others entries") if $others;
print "$written/$removed\n";

# Each line: the kind, the mode, the size, a word that the kind explains, and the path.
sub read_list {
  open(my $lines, '<:raw', $list) or fail('', "its list cannot be read: $!");
  my $at = 0;
  while (<$lines>) {
    chomp;
    my ($kind, $bits, $size, $word, $path) = split / /;
    s/\\0([0-7]{3})/chr oct $1/ge for $word, $path;
    my ($parent, $name) = $path =~ m{^(?:(.*)/)?([^/]*)$}s;
    my $e = { kind => $kind, mode => oct $bits, size => $size, word => $word, path => $path, name => $name,
      number => scalar @entries, state => 'missing' };
    push @entries, $e;
    if ($kind eq 'f' and -e $blob) {
      $e->{at} = $at + 512;
      $at = $e->{at} + 512 * int(($size + 511) / 512);
    }
    if ($path eq '.') {
      $in{'.'} = $e;
    } else {
      push @{ $in{ defined $parent ? $parent : '' }{all} }, $e;
      $in{ defined $parent ? $parent : '' }{names}{$name} = 1;
    }
  }
}

sub all { return @{ $in{ $_[0] }{all} || [] } }

# Finds out about everything in the directory that the process is in, and changes nothing: its PATH.
sub look {
  my ($path) = @_;
  for my $e (all($path)) {
    my @have = lstat $e->{name} or next;
    $e->{state} = 'different';
    $e->{links} = $have[3];
    my $there = -d _ ? 'd' : -l _ ? 'l' : -f _ ? 'f' : 'other';
    if ($e->{kind} eq 'd' ? $there ne 'd' : $there eq 'd' || $there eq 'other') {
      my $what = { d => 'a directory', l => 'a link', f => 'a file', other => 'a device, a pipe or a socket' }->{$there};
      fail($e->{path}, "it is $what on the node, which is replaced only with 'delete'") if !$delete;
      fail($e->{path}, "it is a directory on the node, in which something is kept") if $there eq 'd' && !clear($e, 1);
      $e->{replaces} = 1;
    } elsif ($there eq 'd') {
      $e->{state} = 'same' if ($have[2] & 07777) == $e->{mode} && $have[4] == $uid && $have[5] == $gid;
      inside($e, \@have, sub { look($e->{path}) });
    } elsif ($there eq 'l' && $e->{kind} eq 'l') {
      $e->{state} = 'same' if readlink $e->{name} eq $e->{word} && $have[4] == $uid && $have[5] == $gid;
    } elsif ($there eq 'f' && $e->{kind} eq 'f' && $have[7] == $e->{size}) {
      $e->{right} = right($e, \@have);
      $e->{fits} = ($have[2] & 07777) == $e->{mode} && $have[4] == $uid && $have[5] == $gid;
    }
  }
  if ($path eq '' && $in{'.'}) {
    my @have = stat '.';
    $in{'.'}{state} =
      !$made && ($have[2] & 07777) == $in{'.'}{mode} && $have[4] == $uid && $have[5] == $gid ? 'same' : 'different';
  }
}

# Lists what is no entry, in all directories below the one that the process is in: its PATH.
sub sweep {
  my ($path) = @_;
  superfluous($path, 1);
  for my $e (grep { $_->{kind} eq 'd' && $_->{state} ne 'missing' && !$_->{replaces} } all($path)) {
    my @have = lstat $e->{name};
    inside($e, \@have, sub { sweep($e->{path}) });
  }
}

# Makes everything in the directory that the process is in what it is to be: its PATH.
sub act {
  my ($path) = @_;
  superfluous($path, 0) if $delete;
  my @wrong = grep { $_->{state} ne 'same' } all($path);
  widen($path) if @wrong;
  count_lists(grep { $_->{kind} eq 'f' && $_->{state} eq 'different' && !$_->{right} } @wrong);
  for my $e (all($path)) {
    clear($e, 0) if $e->{replaces};
    if ($e->{kind} eq 'd') {
      folder($e);
    } elsif ($e->{state} ne 'same') {
      $e->{kind} eq 'f' ? file($e) : link_to($e);
    }
  }
}

# Without the rights of root, nothing can be changed in a directory of ours that forbids it; its mode comes back later.
sub widen {
  my ($path) = @_;
  my @have = stat '.';
  return if $> == 0 or ($have[2] & 0300) == 0300 or $have[4] != $>;
  chmod(($have[2] & 07777) | 0700, '.');
  my ($e) = $path eq '' ? $in{'.'} : grep { $_->{path} eq $path } @entries;
  $e->{state} = 'different' if $e && $e->{state} eq 'same' and $e->{widened} = 1;
}

sub folder {
  my ($e) = @_;
  if ($e->{state} eq 'missing' || $e->{replaces}) {
    mkdir $e->{name}, 0700 or fail($e->{path}, "it cannot be made: " . why('.'));
  }
  my @have = lstat $e->{name};
  fail($e->{path}, "it was changed in the meantime") if !-d _;
  inside($e, \@have, sub { act($e->{path}); traits('.', $e) });
}

# Gives a directory its mode and owner: '.', its entry.
sub traits {
  my ($place, $e) = @_;
  return if $e->{state} eq 'same';
  my @had = stat $place;
  chown $uid, $gid, $place if $had[4] != $uid || $had[5] != $gid;
  chmod $e->{mode}, $place;
  settled($e, $e->{state} eq 'missing' || $e->{replaces} ? undef : \@had, [stat $place]);
}

# Counts what has changed, and what a file system does not keep: ENTRY, what was there, what is there
sub settled {
  my ($e, $had, $have) = @_;
  my $kept = $e->{kind} eq 'l' || ($have->[2] & 07777) == $e->{mode};
  $others++ if !$kept || $have->[4] != $uid || $have->[5] != $gid;
  $written++ unless $e->{widened} or $had && !($made && $e->{path} eq '.') && !grep { $had->[$_] != $have->[$_] } 1, 2, 4, 5;
}

sub file {
  my ($e) = @_;
  # Where nobody else knows the file, it keeps its place in the file system.
  if ($e->{right} && $e->{links} == 1 && sysopen(my $same, $e->{name}, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)) {
    my @had = stat $same;
    if ($had[3] == 1 && -f _) {
      chown $uid, $gid, $same if $had[4] != $uid || $had[5] != $gid;
      chmod $e->{mode}, $same;
      return settled($e, \@had, [stat $same]);
    }
  }
  my $temporary = ".provision-$id-$e->{number}";
  sysopen(my $out, $temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600)
    or fail($e->{path}, "it cannot be written: " . why('.'));
  my $trouble = copy($e, $out);
  my @made = stat $out;
  chown $uid, $gid, $out if $made[4] != $uid || $made[5] != $gid;
  chmod $e->{mode}, $out;
  my @have = stat $out;
  close $out or $trouble ||= "$!";
  put($e, $temporary, $trouble);
  $linked++ if ($e->{links} || 0) > 1 && !$e->{replaces};
  settled($e, undef, \@have);
}

sub link_to {
  my ($e) = @_;
  my $temporary = ".provision-$id-$e->{number}";
  symlink $e->{word}, $temporary or fail($e->{path}, "the link cannot be made: " . why('.'));
  my @have = lstat $temporary;
  if ($have[4] != $uid || $have[5] != $gid) {
    system 'chown', '-h', "$uid:$gid", "./$temporary";
    @have = lstat $temporary;
  }
  put($e, $temporary, '');
  settled($e, undef, \@have);
}

# Lets what has a temporary name take its place.
sub put {
  my ($e, $temporary, $trouble) = @_;
  $trouble ||= why($e->{name}) if !rename $temporary, $e->{name};
  return if !$trouble;
  unlink $temporary;
  fail($e->{path}, "it cannot be put there: $trouble");
}

# Copies the content into a new file. Returns why that fails.
sub copy {
  my ($e, $out) = @_;
  return 'it was changed in the meantime' if !defined $e->{at};
  my $digest = $sums && Digest::SHA->new(256);
  seek $contents, $e->{at}, 0;
  my $left = $e->{size};
  while ($left > 0) {
    my $count = read($contents, my $piece, $left < 65536 ? $left : 65536);
    return 'its content is incomplete' if !$count;
    my $at = 0;
    while ($at < $count) {
      my $done = syswrite $out, $piece, $count - $at, $at;
      return "$!" if !defined $done;
      $at += $done;
    }
    $digest->add($piece) if $digest;
    $left -= $count;
  }
  return 'its content was changed while it was sent' if $digest and $digest->hexdigest ne $e->{word};
  return '';
}

# Whether a file of the same size has the same content: ENTRY, what is there
sub right {
  my ($e, $have) = @_;
  sysopen(my $in, $e->{name}, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) or return 0;
  my @opened = stat $in;
  return 0 if !-f _ || $opened[0] != $have->[0] || $opened[1] != $have->[1];
  return by_sum($e, $in) if !$contents;
  return $e->{right} if !defined $e->{at};
  seek $contents, $e->{at}, 0;
  my $left = $e->{size};
  while ($left > 0) {
    my ($piece, $wanted);
    my $count = sysread($in, $piece, 65536) or return 0;
    read($contents, $wanted, $count) == $count && $piece eq $wanted or return 0;
    $left -= $count;
  }
  return 1;
}

# Whether a content must be there for what is to be done. A file that is right but for its mode and owner keeps its
# place, unless it has other names.
sub needed {
  my ($e) = @_;
  return 0 if $e->{kind} ne 'f';
  return $e->{unsure} if $comparing;
  return !$e->{right} || (!$e->{fits} && $e->{links} > 1);
}

# The same by the sum in the list, if that can be made; otherwise later, by make_sure.
sub by_sum {
  my ($e, $in) = @_;
  if ($sums) {
    my $digest = Digest::SHA->new(256);
    my $piece;
    $digest->add($piece) while sysread $in, $piece, 65536;
    return $digest->hexdigest eq $e->{word};
  }
  push @unsure, { entry => $e, file => $in };
  make_sure() if @unsure >= 200;
  return 0;
}

# Lets a program make the sums: of what is open, so that nobody can let it wait for a pipe.
sub make_sure {
  my %of = map { ('/proc/self/fd/' . fileno $_->{file}) => $_->{entry} } @unsure;
  $_->{unsure} = 1 for values %of;
  if (open(my $program, '-|', 'sha256sum', sort keys %of)) {
    while (<$program>) {
      next if !m{^([0-9a-f]{64}) [ *](/proc/self/fd/[0-9]+)$} or !$of{$2};
      $of{$2}{right} = $1 eq $of{$2}{word};
      $of{$2}{unsure} = 0;
    }
  }
  @unsure = ();
}

# Asks for contents, and waits for them: ENTRY...
sub receive {
  my @needed = @_;
  return if !@needed;
  my ($directory) = $blob =~ m{^(.*/)};
  open(my $in, '<:raw', "${directory}rest") or fail('', "its content cannot be received: $!");
  ask(map { $_->{number} } @needed);
  my ($size, $got) = ('', '');
  while (sysread $in, $got, 1 and $got ne "\n") { $size .= $got }
  open(my $out, '>:raw', $blob) or fail('', "its content cannot be kept: $!");
  my $left = $size || 0;
  while ($left > 0) {
    my $count = sysread $in, $got, $left < 65536 ? $left : 65536 or fail('', 'its content did not arrive');
    print $out $got or fail('', "its content cannot be kept: $!");
    $left -= $count;
  }
  close $out or fail('', "its content cannot be kept: $!");
  open($contents, '<:raw', $blob) or fail('', "its content cannot be read: $!");
  my $at = 0;
  for my $e (@needed) {
    $e->{at} = $at + 512;
    $at = $e->{at} + 512 * int(($e->{size} + 511) / 512);
  }
  look('') if $comparing;
}

# Writes which contents are needed to both streams, in ranges, and a line at a time that is not too long: NUMBER...
sub ask {
  my @ranges;
  for my $number (@_) {
    if (@ranges and $ranges[-1][1] == $number - 1) {
      $ranges[-1][1] = $number;
    } else {
      push @ranges, [$number, $number];
    }
  }
  my @words = map { $_->[0] == $_->[1] ? $_->[0] : "$_->[0]-$_->[1]" } @ranges;
  my $marks = '';
  while (my @some = splice @words, 0, 250) {
    $marks .= "$ENV{MARK} " . join(',', @some) . (@words ? ',' : '.') . "\n";
  }
  for my $stream (3, 4) {
    open(my $to, '>>&=', $stream) or fail('', "nothing can be asked for: $!");
    syswrite $to, $marks;
  }
}

# Removes what is in the directory that the process is in, and no entry; or lists it: PATH DRY
sub superfluous {
  my ($path, $dry) = @_;
  opendir(my $names, '.') or fail($path, "it cannot be read: $!");
  my @all = sort grep { $_ ne '.' && $_ ne '..' && !$in{$path}{names}{$_} } readdir $names;
  closedir $names;
  for my $name (@all) {
    widen($path) if !$dry;
    clear({ name => $name, path => $path eq '' ? $name : "$path/$name" }, $dry);
  }
}

# Removes something with all that is in it, but no mount point, and nothing that is kept. Returns whether all of it went,
# or could go. ENTRY DRY
sub clear {
  my ($e, $dry) = @_;
  return 0 if kept($e->{path});
  my @have = lstat $e->{name} or return 1;
  if (!-d _) {
    show('-', $e->{path}) if $dry and $comparing;
    return 1 if $dry;
    if (!unlink $e->{name}) {
      return mount_kept($e) if $! == $EBUSY;
      fail($e->{path}, "it cannot be removed: " . why($e->{name}));
    }
    $removed++;
    return 1;
  }
  return mount_kept($e) if $have[0] != (stat '.')[0] || mounted($e->{path});
  my $all = 1;
  inside($e, \@have, sub {
    opendir(my $names, '.') or fail($e->{path}, "it cannot be read: $!");
    my @names = sort grep { $_ ne '.' && $_ ne '..' } readdir $names;
    closedir $names;
    for my $name (@names) {
      $all = 0 if !clear({ name => $name, path => "$e->{path}/$name" }, $dry);
    }
  });
  show('-', $e->{path}) if $all and $dry and $comparing;
  return $all if $dry or !$all;
  if (!rmdir $e->{name}) {
    return mount_kept($e) if $! == $EBUSY;
    fail($e->{path}, "it cannot be removed: " . why($e->{name}));
  }
  $removed++;
  return 1;
}

sub mount_kept {
  my ($e) = @_;
  note("$e->{path} is a mount point, so it was not removed") if !$comparing and !$remarked{ $e->{path} }++;
  return 0;
}

sub mounted {
  my ($path) = @_;
  if (!%mounted) {
    $mounted{''} = 1;
    if (open(my $mounts, '<', '/proc/self/mountinfo')) {
      while (<$mounts>) {
        my $place = (split / /)[4];
        $place =~ s/\\([0-7]{3})/chr oct $1/ge;
        $mounted{$place} = 1;
      }
    }
  }
  return $mounted{ ($root eq '/' ? '' : $root) . "/$path" };
}

# Does something within a directory, and comes back. Nobody else can exchange it meanwhile: ENTRY, what is there, what to do
sub inside {
  my ($e, $have, $do) = @_;
  my @from = stat '.';
  chdir $e->{name} or fail($e->{path}, "it cannot be entered: $!");
  my @in = stat '.';
  fail($e->{path}, "it was changed in the meantime") if $in[0] != $have->[0] || $in[1] != $have->[1];
  $do->();
  chdir '..' or fail($e->{path}, "it cannot be left: $!");
  my @back = stat '.';
  fail($e->{path}, "it was moved in the meantime") if $back[0] != $from[0] || $back[1] != $from[1];
}

# How many files that are to be replaced have an access control list.
sub count_lists {
  my @files = @_;
  while (my @some = splice @files, 0, 500) {
    open(my $ls, '-|', 'ls', '-ldn', map { "./$_->{name}" } @some) or return;
    while (<$ls>) { $listed++ if /^-\S+\+ / }
  }
}

sub kept {
  my ($path) = @_;
  return 0 if !@keep;
  utf8::decode($path);
  for my $keep (@keep) {
    return 1 if ($keep->{whole} ? $path : $path =~ m{([^/]*)$} ? $1 : '') =~ $keep->{text};
  }
  return 0;
}

# What a shell's pattern matches, name by name.
sub pattern {
  my ($text) = @_;
  utf8::decode($text);
  $text =~ s{/$}{};
  my $whole = $text =~ s{^/}{} || $text =~ m{/};
  my $made = '';
  while ($text =~ m{\G(?:(\*)|(\?)|\[(!?)(\]?[^\]/]*)\]|\\(.)|(.))}gs) {
    my ($any, $one, $not, $set, $meant, $plain) = ($1, $2, $3, $4, $5, $6);
    if (defined $set) {
      $set =~ s/([\\\[\]^&~|])/\\$1/g;
      $made .= '[' . ($not ? '^/' : '') . "$set]";
    } else {
      $made .= defined $any ? '[^/]*' : defined $one ? '[^/]' : quotemeta(defined $meant ? $meant : $plain);
    }
  }
  return { whole => $whole, text => qr{\A$made\z}s };
}

# Why nothing can be done with a file.
sub why {
  my ($name) = @_;
  my ($number, $words) = ($! + 0, "$!");
  return 'it is a mount point' if $number == $EBUSY;
  return $words if $number != $EPERM;
  for my $place ($name, '.') {
    open(my $attributes, '-|', 'sh', '-c', 'exec lsattr -d "$0" 2>/dev/null', "./$place") or next;
    my ($flags) = split ' ', readline($attributes) || '';
    my $it = $place eq $name && $name ne '.' ? 'it is' : 'its directory is';
    return "$it immutable ('chattr -i' ends that)" if ($flags || '') =~ /i/;
    return "$it append-only ('chattr -a' ends that)" if ($flags || '') =~ /a/;
  }
  return $words;
}

sub show {
  my ($sign, $path) = @_;
  $path =~ s/([\\\n])/sprintf '\\0%03o', ord $1/ge;
  print STDERR "$sign$path\n";
}

sub note {
  open(my $out, '>>', $remarks) or return;
  print $out "$_[0]\n";
}

sub fail {
  my ($path, $reason) = @_;
  print "$written/$removed\n" if !$comparing;
  print STDERR $path eq '' ? "$reason\n" : "$path: $reason\n";
  exit 1;
}
