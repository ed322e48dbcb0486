// Requests to and from message bodies.
#include "harness/candidate/cage/request.hpp"

namespace counterpart::candidate {

Limits filled_in(Limits limits) {
    const Limits usual;
    if (limits.scratch_bytes == 0) limits.scratch_bytes = usual.scratch_bytes;
    if (limits.memory_bytes == 0) limits.memory_bytes = usual.memory_bytes;
    if (limits.processes == 0) limits.processes = usual.processes;
    if (limits.open_files == 0) limits.open_files = usual.open_files;
    if (limits.cpu_seconds == 0) limits.cpu_seconds = usual.cpu_seconds;
    return limits;
}

Packer OpenRequest::pack() const {
    Packer body;
    body.number(limits.scratch_bytes).number(limits.memory_bytes);
    body.number(limits.processes).number(limits.open_files).number(limits.cpu_seconds);
    body.number(read_only.size());
    for (const auto& mount : read_only) body.text(mount.from.string()).text(mount.to.string());
    body.texts(hidden);
    return body;
}

OpenRequest OpenRequest::unpack(const std::string& body) {
    Unpacker from(body);
    OpenRequest request;
    request.limits.scratch_bytes = from.number();
    request.limits.memory_bytes = from.number();
    request.limits.processes = static_cast<unsigned>(from.number());
    request.limits.open_files = static_cast<unsigned>(from.number());
    request.limits.cpu_seconds = static_cast<unsigned>(from.number());
    for (auto left = from.number(); left > 0; --left) {
        Mount mount;
        mount.from = from.text();
        mount.to = from.text();
        request.read_only.push_back(std::move(mount));
    }
    request.hidden = from.texts();
    return request;
}

Packer StartRequest::pack() const {
    Packer body;
    body.number(id).texts(words).texts(environment).number(streams);
    return body;
}

StartRequest StartRequest::unpack(const std::string& body) {
    Unpacker from(body);
    StartRequest request;
    request.id = from.number();
    request.words = from.texts();
    request.environment = from.texts();
    request.streams = static_cast<unsigned>(from.number());
    return request;
}

Packer Failure::pack() const {
    Packer body;
    body.number(id).number(static_cast<std::uint64_t>(error)).text(step);
    return body;
}

Failure Failure::unpack(const std::string& body) {
    Unpacker from(body);
    Failure failure;
    failure.id = from.number();
    failure.error = static_cast<int>(from.number());
    failure.step = from.text();
    return failure;
}

std::string step_of(const std::system_error& error) {
    // what() is the step, a colon and the reason; the reason is found again from the number.
    std::string step = error.what(), reason = ": " + error.code().message();
    if (step.ends_with(reason)) step.resize(step.size() - reason.size());
    return step;
}

void report_failure(int socket, Kind kind, std::uint64_t id, const std::system_error& error) {
    Failure failure{id, error.code().value(), step_of(error)};
    try {
        send_message(socket, kind, failure.pack());
    } catch (const std::system_error&) {
        // The other end is gone.
    }
}

Packer EndReport::pack() const {
    Packer body;
    body.number(id).number(static_cast<std::uint64_t>(ended.status));
    body.number(static_cast<std::uint64_t>(ended.cpu.count())).number(ended.peak_memory_bytes);
    return body;
}

EndReport EndReport::unpack(const std::string& body) {
    Unpacker from(body);
    EndReport report;
    report.id = from.number();
    report.ended.status = static_cast<int>(from.number());
    report.ended.cpu = std::chrono::microseconds(from.number());
    report.ended.peak_memory_bytes = from.number();
    return report;
}

} // namespace counterpart::candidate
