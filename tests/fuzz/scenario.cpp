// The scenario loader: any role file is loaded or complained about, and every complaint names a line of it.
#include "tests/fuzz/property.hpp"
#include "tests/unit/scenario/scenario_folder.hpp"

using namespace counterpart;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static scenario::ScenarioFolder folder;
    static const bool prepared = (folder.with("protocol.xml", scenario::sample_protocol), true);
    static_cast<void>(prepared);
    folder.with("server.xml", std::string(fuzz::bytes_of(data, size)));
    const auto loaded = scenario::load_suite(folder.path());
    if (loaded) {
        fuzz::demand(!loaded->roles.empty() && !loaded->roles[0].cases.empty(), "what is loaded can be played");
        return 0;
    }
    fuzz::demand(!loaded.error().empty(), "what is not loaded is complained about");
    for (const auto& complaint : loaded.error())
        fuzz::demand(!complaint.what.empty() && complaint.where.line >= 0, "a complaint has its place and a word");
    return 0;
}
