/**
 * Reads server-sent events of a response; EventSource cannot send a POST, and would ask again when a connection ends.
 *
 * @param {ReadableStream<Uint8Array>} body of the response
 * @param {(name: string, data: any) => void} handle takes each event with its data, parsed as JSON
 */
export async function readEvents(body, handle) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const events = (text + value).split("\n\n");
    text = events.pop();
    events.forEach((event) => dispatch(event, handle));
  }
}

function dispatch(event, handle) {
  let name = "message";
  const data = [];
  for (const line of event.split("\n")) {
    const colon = line.indexOf(":");
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") {
      name = value;
    } else if (field === "data") {
      data.push(value);
    }
  }
  if (data.length > 0) {
    handle(name, JSON.parse(data.join("\n")));
  }
}
