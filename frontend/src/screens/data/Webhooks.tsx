/** Who is told, by a signed message, of what happens in the project; and what became of the latest messages. */
import { useState } from "preact/hooks";

import type { HookBody, HookDoc } from "../../net/types";
import { api } from "../boot";
import { useChange } from "../change";

const EVENTS: readonly { event: NonNullable<HookBody["events"]>[number]; text: string }[] = [
  { event: "region.settled", text: "a task is settled" },
  { event: "anomaly.confirmed", text: "a severe proposal is confirmed" },
  { event: "dataset.built", text: "a training set is built" },
];
/** How often it is looked, and after how many milliseconds again, what became of a test. */
const LOOKS = 30;
const PAUSE = 500;
const STATES: Readonly<Record<HookDoc["deliveries"][number]["state"], string>> = { waiting: "waits", sent: "taken", given_up: "given up" };

export function Webhooks({ project, first }: { project: number; first: readonly HookDoc[] }) {
  const [hooks, setHooks] = useState(first);
  const [secret, setSecret] = useState("");
  const [problem, busy, run] = useChange();
  const renew = async () => { setHooks((await api.hooks(project)).results); };
  const make = async (body: HookBody) => {
    setSecret((await api.makeHook(project, body)).secret);
    await renew();
  };
  const test = async (hook: number) => {
    const { delivery } = await api.testHook(project, hook);
    for (let looks = 0; looks < LOOKS; looks++) {
      const { results } = await api.hooks(project);
      setHooks(results);
      const sent = results.flatMap((one) => one.deliveries).find((one) => one.id === delivery);
      if (sent?.state !== "waiting") return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  };
  return (
    <section aria-label="Webhooks">
      <div class="section-head">
        <h2>Webhooks</h2>
        <a class="link" href="/faultmark/docs/how-to/webhooks.md">Rules, signatures, retries</a>
      </div>
      {hooks.length === 0 ? (
        <p class="muted">Nobody is told yet. A webhook sends a signed message to an address of yours, for instance when an anomaly of severity 4 is settled.</p>
      ) : (
        <table class="table compact">
          <thead>
            <tr>
              <th>Address</th>
              <th>When</th>
              <th>Latest messages</th>
              <th><span class="visually-hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            {hooks.map((hook) => (
              <tr key={hook.id}>
                <td class="wrap">{hook.url}</td>
                <td class="wrap">
                  {when(hook)}
                  {hook.rule !== "" && <> · <code>{hook.rule}</code></>}
                </td>
                <td class="wrap"><Deliveries of={hook.deliveries} /></td>
                <td class="number">
                  <button class="quiet" type="button" disabled={busy} aria-label={`Send a test: ${hook.url}`} onClick={() => { void run(() => test(hook.id)); }}>Send a test</button>
                  <button class="quiet" type="button" disabled={busy} aria-label={`Delete: ${hook.url}`} onClick={() => { void run(() => api.deleteHook(project, hook.id).then(renew)); }}>Delete</button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {secret !== "" && (
        <p role="status">
          The secret that signs its messages, shown this once: <code>{secret}</code>
        </p>
      )}
      <HookForm busy={busy} make={(body) => run(() => make(body))} />
      <div class="row-form">
        <button class="quiet" type="button" disabled={busy} onClick={() => { void run(renew); }}>Look again</button>
      </div>
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
    </section>
  );
}

function when(hook: HookDoc): string {
  const chosen = EVENTS.filter(({ event }) => hook.events.includes(event));
  return chosen.length === 0 ? "anything happens" : chosen.map(({ text }) => text).join(", ");
}

function Deliveries({ of }: { of: HookDoc["deliveries"] }) {
  if (of.length === 0) return <span class="muted">none yet</span>;
  const [last] = of;
  return (
    <details>
      <summary>{last === undefined ? "" : told(last)}</summary>
      <ul>{of.map((one) => <li key={one.id}>{told(one)}</li>)}</ul>
    </details>
  );
}

function told(one: HookDoc["deliveries"][number]): string {
  const answer = one.status === null ? one.error : `answer ${one.status}`;
  const next = one.state === "waiting" ? ` · next attempt ${one.due_at.slice(0, 16).replace("T", " ")} UTC` : "";
  return `${one.id} · ${one.event} · ${STATES[one.state]}${answer === "" ? "" : ` · ${answer}`}${next}`;
}

function HookForm({ busy, make }: { busy: boolean; make: (body: HookBody) => Promise<boolean> }) {
  const [url, setUrl] = useState("");
  const [event, setEvent] = useState("");
  const [rule, setRule] = useState("");
  return (
    <form
      aria-label="Make a webhook"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        const events = EVENTS.filter((one) => one.event === event).map((one) => one.event);
        void make({ url: url.trim(), events, rule: rule.trim() }).then((done) => {
          if (done) setUrl("");
        });
      }}
    >
      <div class="row-form">
        <label>
          Address
          <input class="input" type="url" required maxLength={2000} placeholder="https://alerts.example.com/faultmark" value={url} onInput={(typed) => { setUrl(typed.currentTarget.value); }} />
        </label>
        <label>
          When
          <select class="input long" value={event} onChange={(chosen) => { setEvent(chosen.currentTarget.value); }}>
            <option value="">anything happens</option>
            {EVENTS.map((one) => <option key={one.event} value={one.event}>{one.text}</option>)}
          </select>
        </label>
        <label>
          Only if
          <input class="input" maxLength={1000} placeholder="severity >= 4 and settled" value={rule} onInput={(typed) => { setRule(typed.currentTarget.value); }} />
        </label>
        <button class="button" type="submit" disabled={busy || url.trim() === ""}>Add</button>
      </div>
    </form>
  );
}
