/** What is known of the machine and of its file. */
import type { ComponentChildren } from "preact";

import type { Session } from "../model/session";

const words = (name: string) => name.replace(/_/g, " ").replace(/^./, (first) => first.toUpperCase());

function Value({ value }: { value: unknown }): ComponentChildren {
  if (value === null || value === undefined || value === "") return <span class="muted">none</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span class="muted">none</span>;
    return (
      <ul>
        {(value as unknown[]).map((part, index) => (
          <li key={index}>
            <Value value={part} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === "object") {
    const parts = Object.entries(value).filter(([, part]) => part !== null && part !== "");
    return <>{parts.map(([, part]) => (typeof part === "object" ? JSON.stringify(part) : short(String(part)))).join(" · ")}</>;
  }
  return <>{short(typeof value === "string" ? value : JSON.stringify(value))}</>;
}

/** A moment without what only machines need. */
function short(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00)?(?:\.0+)?Z$/, "$1 $2");
}

export function Metadata({ session }: { session: Session }) {
  // Events and limits have a place of their own; their tables are only for those who want to read them here.
  const isTable = (value: unknown) => Array.isArray(value) && value.some((part) => typeof part === "object" && part !== null);
  const all = Object.entries(session.bench.task.data).filter(([, value]) => value !== session.bench.task.title);
  const entries = all.filter(([, value]) => !isTable(value));
  const tables = all.filter(([, value]) => isTable(value));
  const notices = [...session.bench.notices, ...session.telemetry.series.value.notices];
  const { series } = session.telemetry;
  const gaps = series.value.gaps?.count ?? 0;
  return (
    <>
      {all.length > 0 && (
        <section>
          <h2 class="section-title">Machine</h2>
          <dl class="metadata">
            {entries.map(([name, value]) => {
              const wide = Array.isArray(value) || (typeof value === "string" && value.length > 60);
              return (
                <>
                  <dt class={wide ? "wide" : undefined}>{words(name)}</dt>
                  <dd class={wide ? "wide" : undefined}>
                    <Value value={value} />
                  </dd>
                </>
              );
            })}
          </dl>
          {tables.map(([name, value]) => (
            <details key={name} class="table">
              <summary class="muted">{words(name)} · {(value as unknown[]).length}</summary>
              <Value value={value} />
            </details>
          ))}
        </section>
      )}
      {(notices.length > 0 || gaps > 0 || series.value.offers.length > 0) && (
        <section>
          <h2 class="section-title">About the file</h2>
          <ul class="metadata-notices">
            {gaps > 0 && <li class="muted">{gaps.toLocaleString("en")} {gaps === 1 ? "gap" : "gaps"} in time, drawn as gaps.</li>}
            {notices.map((notice, index) => (
              <li key={index} class="muted">
                {notice.message}
                {notice.line !== null && !notice.message.includes(String(notice.line)) ? ` (line ${notice.line})` : ""}
              </li>
            ))}
          </ul>
          {series.value.offers.map((offer) => (
            <button key={offer.text} class="button offer" type="button" onClick={() => void session.telemetry.reread(offer.options)}>
              {offer.text}
            </button>
          ))}
        </section>
      )}
    </>
  );
}
