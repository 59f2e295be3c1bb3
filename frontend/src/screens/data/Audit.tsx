/** The record of what was decided and erased. It only grows. */
import type { AuditEntry } from "../../net/types";

export function Audit({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <>
      <h3>Record</h3>
      {entries.length === 0 ? (
        <p class="muted">Nothing yet. Every change of a period, every hold and every deletion is written here, each entry bound to the one before, so that none can be changed or taken out unnoticed.</p>
      ) : (
        <table class="table compact">
          <thead>
            <tr>
              <th class="number">No.</th>
              <th>When, UTC</th>
              <th>What</th>
              <th>Details</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ number, at, kind, details }) => (
              <tr key={number}>
                <td class="number">{number.toLocaleString("en")}</td>
                <td class="muted">{at.slice(0, 19).replace("T", " ")}</td>
                <td>{kind}</td>
                <td class="muted wrap"><Details details={details} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

const SHORT = 90;

function Details({ details }: { details: AuditEntry["details"] }) {
  const text = Object.entries(details).filter(([, value]) => value !== null).map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`).join(" · ");
  if (text.length <= SHORT) return <>{text}</>;
  return (
    <details>
      <summary>{text.slice(0, SHORT)}…</summary>
      {text}
    </details>
  );
}
