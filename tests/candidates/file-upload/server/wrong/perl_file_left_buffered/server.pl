#!/usr/bin/perl
use strict;
use warnings;
use IO::Socket::INET;
use POSIX ();

# One process for each connection.
my ($port, $dir) = @ARGV;
if (!defined $dir || $port !~ /^\d+$/ || $port < 1024 || $port > 65535) {
    print STDERR "ERROR: usage: server.pl PORT DIRECTORY\n";
    exit 1;
}
-d $dir or mkdir $dir or do { print STDERR "ERROR: $dir: $!\n"; exit 1 };

my %children;
$SIG{CHLD} = sub { while ((my $pid = waitpid(-1, POSIX::WNOHANG())) > 0) { delete $children{$pid} } };
for my $name (qw(TERM QUIT INT)) {
    $SIG{$name} = sub { kill 'KILL', keys %children; exit 0 };
}
my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 128, ReuseAddr => 1);
if (!$server) {
    print STDERR "ERROR: $@\n";
    exit 1;
}

my $count = 0;
while (1) {
    my $conn = $server->accept or next;
    my $file = sprintf '%s/%d.file', $dir, ++$count;
    my $pid = fork;
    if ($pid) {
        $children{$pid} = 1;
        close $conn;
        next;
    }
    $SIG{$_} = 'DEFAULT' for qw(TERM QUIT INT CHLD);
    open(my $out, '>:raw', $file) or exit 1;
    $SIG{ALRM} = sub {
        open(my $error, '>:raw', $file) or POSIX::_exit(1);
        print $error 'ERROR';
        close $error;
        POSIX::_exit(0);
    };
    alarm 10;
    while (sysread($conn, my $data, 65536)) {
        alarm 10;
        print $out $data;
    }
    POSIX::_exit(0);
}
