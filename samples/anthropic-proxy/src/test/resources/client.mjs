// Does with Anthropic's SDK for TypeScript what JavaSdkTest does with the one for Java.
// Arguments: the folder with the records of the company, the question, the right answer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Anthropic from "@anthropic-ai/sdk";

const [folder, question, answer] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
const [employees, expenses, budgets] = ["employees", "expenses", "budgets"].map(read);
const client = new Anthropic({ maxRetries: 0 });

const quarter = (date) => `Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
const company = {
  get_team_members: ({ department }) => employees.filter((e) => e.department === department),
  get_expenses: ({ employee_id, quarter: q }) =>
    expenses.filter((e) => e.employee_id === employee_id && quarter(e.date) === q),
  get_custom_budget: ({ user_id }) =>
    budgets.find((b) => b.user_id === user_id) ?? { user_id, has_custom_budget: false },
};

const tool = (name, callers, ...parameters) => ({
  name,
  description: `About ${name}`,
  allowed_callers: callers,
  input_schema: {
    type: "object",
    properties: Object.fromEntries(parameters.map((parameter) => [parameter, { type: "string" }])),
    required: parameters,
  },
});
const code = { type: "code_execution_20260120", name: "code_execution" };
const audit = [
  code,
  tool("get_team_members", [code.type], "department"),
  tool("get_expenses", [code.type], "employee_id", "quarter"),
  tool("get_custom_budget", [code.type], "user_id"),
];

const ask = (request, streamed) =>
  streamed ? client.messages.stream(request).finalMessage() : client.messages.create(request);

async function converse(text, tools, run, streamed) {
  const request = { model: "scripted", max_tokens: 1024, tools, messages: [{ role: "user", content: text }] };
  for (;;) {
    const message = await ask(request, streamed);
    const uses = message.content.filter((block) => block.type === "tool_use");
    for (const use of uses) {
      assert.equal(use.caller.type, tools.includes(code) ? code.type : "direct");
    }
    if (message.stop_reason !== "tool_use") {
      return message;
    }
    request.messages.push({ role: "assistant", content: message.content });
    request.messages.push({
      role: "user",
      content: uses.map((use) => ({ type: "tool_result", tool_use_id: use.id, content: run(use.name, use.input) })),
    });
    if (message.container) {
      request.container = message.container.id;
    }
  }
}

const text = (message) => message.content.map((block) => block.text ?? "").join("");
const both = async (name, task) => {
  for (const streamed of [false, true]) {
    await task(streamed);
    console.log(`ok ${name}${streamed ? ", streamed" : ""}`);
  }
};

await both("expense audit", async (streamed) => {
  let calls = 0;
  const run = (name, input) => {
    calls++;
    return JSON.stringify(company[name](input));
  };
  const message = await converse(question, audit, run, streamed);
  assert.equal(text(message), answer);
  assert.equal(calls, 17);
  assert.match(message.container.id, /^container_/);
  assert.equal(message.content.filter((block) => block.type === "code_execution_tool_result").length, 1);
});

await both("direct tool", async (streamed) => {
  const run = (name, input) => `${input.key} is blue`;
  const message = await converse("Ask colour directly", [tool("lookup", ["direct"], "key")], run, streamed);
  assert.equal(text(message), "It is colour is blue");
});

await both("plain", async (streamed) => {
  const message = await converse("Say hello", [], () => "", streamed);
  assert.equal(text(message), "Hello, nice to meet you.");
  assert.equal(message.usage.input_tokens, 100);
});

const hello = { model: "scripted", max_tokens: 10, messages: [{ role: "user", content: "Say hello" }] };
const stranger = new Anthropic({ apiKey: "x".repeat(40), maxRetries: 0 });
await assert.rejects(stranger.messages.create(hello), Anthropic.AuthenticationError);
await assert.rejects(client.messages.create({ ...hello, model: "none" }), (error) => {
  assert.ok(error instanceof Anthropic.NotFoundError);
  assert.match(error.requestID, /^req_/);
  return true;
});
await assert.rejects(client.messages.create({ ...hello, container: "container_none" }), Anthropic.BadRequestError);
console.log("ok errors");

const { input_tokens } = await client.messages.countTokens({ model: "scripted", messages: hello.messages });
assert.ok(input_tokens > 0);
const ids = [];
for await (const model of client.models.list()) {
  ids.push(model.id);
}
assert.deepEqual(ids, ["recorded", "scripted"]);
console.log("ok tokens and models");
