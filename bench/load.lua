-- What wrk asks for: CRUDDUR_LOAD is send, group or inbox; CRUDDUR_ROWS is the file that the preparation wrote.
local rows = dofile(os.getenv("CRUDDUR_ROWS"))
local load = os.getenv("CRUDDUR_LOAD")
local body = '{"message":"' .. string.rep("x", 100) .. '"}'
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init()
  math.randomseed(os.time() * 100 + number)
  count = 0
  prefix = string.format("%08x-%04x-4%03x-8%03x", math.random(0, 0x7fffffff), math.random(0, 0xffff),
    math.random(0, 0xfff), number)
end

function request()
  count = count + 1
  local row = rows[math.random(#rows)]
  local headers = { ["Authorization"] = "Bearer " .. row.token }
  if load == "send" then
    headers["Content-Type"] = "application/json"
    local path = string.format("/api/message_groups/%s/messages/%s-%012x", row.group, prefix, count)
    return wrk.format("PUT", path, headers, body)
  end
  local path = load == "group" and "/api/messages/" .. row.group or "/api/message_groups"
  return wrk.format("GET", path, headers)
end

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
