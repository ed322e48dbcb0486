#!/usr/bin/perl
use strict;
use warnings;
use IO::Socket::INET;

my ($host, $port, $srv_port) = @ARGV;

my $server = IO::Socket::INET->new(
    LocalPort => $srv_port, Listen => 5, ReuseAddr => 1, Proto => 'tcp'
) or die "cannot listen: $@";

for (1 .. 2) {
    my $client = $server->accept or die "accept: $!";
    binmode $client;
    my $name = <$client>;
    chomp $name;
    open(my $out, '>:raw', $name) or die "$name: $!";
    while (read($client, my $block, 65536)) {
        print $out $block;
    }
    close $out;
    close $client;
}
close $server;
