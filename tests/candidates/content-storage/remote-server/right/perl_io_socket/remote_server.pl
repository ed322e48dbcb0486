#!/usr/bin/perl
use strict;
use warnings;
use File::Basename;
use IO::Socket::INET;

my ($port, @files) = @ARGV;
my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 5, ReuseAddr => 1)
    or die "listen: $@";

while (my $conn = $server->accept) {
    my $peer = $conn->peerhost;
    local $/;
    my $announced = <$conn>;
    close $conn;
    if (!defined $announced || $announced !~ /^\d+$/) {
        warn "no port number\n";
        next;
    }
    foreach my $file (@files) {
        my $out = IO::Socket::INET->new(PeerAddr => $peer, PeerPort => $announced)
            or do { warn "connect: $@\n"; next };
        open(my $in, '<:raw', $file) or die "$file: $!";
        print $out basename($file), "\n", scalar <$in>;
        close $in;
        close $out;
    }
}
