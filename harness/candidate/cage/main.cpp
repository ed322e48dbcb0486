// The launcher as a program of its own: what is cloned for every case is then a megabyte, not the harness with all of
// its libraries. It travels inside the harness, which starts it: cage-launcher TIER LEAVE-HOST.
#include "harness/candidate/cage/launcher.hpp"
#include <cstdlib>

int main(int count, char** words) {
    using namespace counterpart::candidate;
    if (count != 3) return EXIT_FAILURE;
    run_launcher(static_cast<Tier>(std::atoi(words[1])), std::atoi(words[2]) != 0);
}
