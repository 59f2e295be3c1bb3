/** Right of the bench: the selected region's form, all regions, and what is known of the machine. */
import { tickLabel } from "../core/timeaxis";
import type { AxisInfo, Tick } from "../core/types";
import { appliesToRegion, appliesToTask } from "../model/visibility";
import { byTime, type Region } from "../model/region";
import type { Session } from "../model/session";
import { proposalKey, type Proposal } from "../model/proposals";
import { momentText, parseMoment } from "../model/times";
import { keyedLabels, reveal } from "./actions";
import { labelColor, labelOf, regionColor, severityOf } from "./drawn";
import { Field } from "./Fields";
import { Metadata } from "./Metadata";
import { theme } from "./theme";
import type { View } from "./view";

export function Details({ session, view }: { session: Session; view: View }) {
  const axis = session.axis.value;
  const region = session.region;
  const proposal = session.proposal;
  const whole = session.schema.controls.filter((control) => !control.per_region && appliesToTask(control, session.doc.value));
  return (
    <aside class="details" aria-label="Labels">
      {axis !== null && region !== null && <RegionForm session={session} view={view} axis={axis} region={region} />}
      {axis !== null && region === null && proposal !== null && <ProposalCard session={session} view={view} axis={axis} proposal={proposal} />}
      {axis !== null && region === null && proposal === null && <Hint session={session} />}
      {whole.length > 0 && (
        <section>
          <h2 class="section-title">The whole task</h2>
          {whole.map((control) => (
            <Field
              key={control.name}
              control={control}
              value={session.doc.value.values[control.name]}
              problem={session.problems.value.find((problem) => problem.region === null && problem.control === control.name)}
              change={(value, typing) => { session.setTaskValue(control.name, value, typing); }}
            />
          ))}
        </section>
      )}
      {axis !== null && <RegionList session={session} view={view} axis={axis} />}
      <Metadata session={session} />
    </aside>
  );
}

function Hint({ session }: { session: Session }) {
  const label = session.activeLabel.value;
  return (
    <section>
      <h2 class="section-title">No region selected</h2>
      <p class="muted">
        {label === null ? "Choose a label below, then drag over what is wrong." : `Drag over a pane to mark a range as ${label.value}, or double-click for an instant.`}
      </p>
    </section>
  );
}

/** Keys that choose the labels, by value. */
export function labelKeys(session: Session): Record<string, string> {
  return Object.fromEntries(keyedLabels(session).slice(0, 9).map((label, index) => [label.value, String(index + 1)]));
}

function RegionForm({ session, view, axis, region }: { session: Session; view: View; axis: AxisInfo; region: Region }) {
  const { schema } = session;
  const place = session.ordered.value.findIndex((other) => other.id === region.id) + 1;
  const color = regionColor(schema, region, theme.value);
  const problems = session.problems.value.filter((problem) => problem.region === region.id);
  const controls = schema.controls.filter((control) => control.per_region && (control.type === "labels" || appliesToRegion(control, region.values)));
  const field = (control: (typeof controls)[number]) => (
    <Field
      key={control.name}
      control={control}
      value={region.values[control.name]}
      problem={problems.find((problem) => problem.control === control.name)}
      colors={control.type === "labels" ? Object.fromEntries(control.options.map((option) => [option.value, labelColor(schema, control.name, option.value, theme.value)])) : {}}
      keys={control.type === "labels" ? labelKeys(session) : {}}
      tint={color}
      change={(value, typing) => {
        if (control.type === "labels" && Array.isArray(value) && control.mode !== "multiple") session.chooseLabel(control.name, String(value[0]));
        else session.setValue(region.id, control.name, value, typing);
      }}
    />
  );
  const labels = controls.filter((control) => control.type === "labels");
  const others = controls.filter((control) => control.type !== "labels");
  return (
    <section>
      <h2 class="section-title">
        <span>Region {place} of {session.ordered.value.length}</span>
        <button class="button" type="button" onClick={() => { session.remove(region.id); }}>
          Delete <kbd>⌫</kbd>
        </button>
      </h2>
      {labels.map(field)}
      <div class={region.instant ? "field" : "field pair"}>
        <Moment name={region.instant ? "At" : "Start"} session={session} view={view} axis={axis} region={region} edge="start" />
        {!region.instant && <Moment name="End" session={session} view={view} axis={axis} region={region} edge="end" />}
      </div>
      {others.map(field)}
      <ShownBy session={session} region={region} />
      {region.parent !== null && (
        <p class="muted">
          Proposed{region.parent.score === null ? "" : ` with ${region.parent.score.toFixed(2).replace(/^0/, "")}`}
          {region.origin === "prediction-changed" ? ", changed by you" : ", accepted as it was"}
        </p>
      )}
    </section>
  );
}

function Moment({ name, session, view, axis, region, edge }: { name: string; session: Session; view: View; axis: AxisInfo; region: Region; edge: "start" | "end" }) {
  const tick: Tick = region[edge];
  const zone = view.zone.value;
  const text = momentText(axis, tick, zone);
  const chosen = session.edge.value === edge && !region.instant;
  return (
    <label>
      <span class="muted">{name}{chosen ? " ·" : ""}</span>
      <input
        class="input"
        key={text}
        defaultValue={text}
        title={chosen ? "← → move this edge by a sample; E takes the other" : text}
        onChange={(event) => {
          const typed = parseMoment(axis, event.currentTarget.value, tick, zone);
          event.currentTarget.setAttribute("aria-invalid", String(typed === null));
          if (typed !== null) session.moveEdge(region.id, edge, view.snap(typed), `typed:${event.timeStamp}`);
        }}
        onFocus={() => { session.edge.value = edge; }}
      />
    </label>
  );
}

function ShownBy({ session, region }: { session: Session; region: Region }) {
  const names = session.schema.panes.flatMap((pane) => pane.channels.filter((channel) => channel.index !== null).map((channel) => channel.title));
  if (names.length < 2) return null;
  return (
    <div class="field" role="group" aria-label="Shown by">
      <span class="name">Shown by</span>
      <div class="options">
        {names.map((name) => {
          const on = region.channels.includes(name);
          const after = on ? region.channels.filter((other) => other !== name) : [...region.channels, name];
          return (
            <button key={name} type="button" class="option" role="checkbox" aria-checked={on} onClick={() => { session.setChannels(region.id, after); }}>
              {name}
            </button>
          );
        })}
      </div>
    </div>
  );
}

function ProposalCard({ session, view, axis, proposal }: { session: Session; view: View; axis: AxisInfo; proposal: Proposal }) {
  const { region } = proposal;
  return (
    <section>
      <h2 class="section-title">
        <span>Proposal of {proposal.model || "a model"}</span>
        <span>{proposal.score.toFixed(2).replace(/^0/, "")}</span>
      </h2>
      <p class="strong">{labelOf(session.schema, region)?.text ?? "no label"}</p>
      <p class="muted" style={{ marginBottom: "12px" }}>
        {momentText(axis, region.start, view.zone.value)}
        {!region.instant && <> to {momentText(axis, region.end, view.zone.value)}</>}
      </p>
      <div class="actions">
        <button class="button primary" type="button" onClick={() => { session.accept(proposal); }}>Accept ↵</button>
        <button class="button" type="button" onClick={() => { session.dismiss(proposal); }}>Dismiss <kbd>⌫</kbd></button>
      </div>
    </section>
  );
}

interface Row {
  id: string;
  region: Region;
  proposal: Proposal | null;
}

function RegionList({ session, view, axis }: { session: Session; view: View; axis: AxisInfo }) {
  const { schema } = session;
  const rows: Row[] = [
    ...session.ordered.value.map((region) => ({ id: region.id, region, proposal: null })),
    ...session.shownProposals.value.map((proposal) => ({ id: proposalKey(proposal), region: proposal.region, proposal })),
  ];
  const order = view.order.value;
  rows.sort((a, b) => {
    if (order === "confidence") return (b.proposal?.score ?? 2) - (a.proposal?.score ?? 2) || byTime(a.region, b.region);
    if (order === "severity") return (severityOf(schema, b.region) ?? 0) - (severityOf(schema, a.region) ?? 0) || byTime(a.region, b.region);
    return byTime(a.region, b.region);
  });
  const hidden = session.proposals.value.length - session.shownProposals.value.length;
  const faulty = new Set(session.problems.value.map((problem) => problem.region));
  return (
    <section>
      <h2 class="section-title">
        <span>Regions and proposals</span>
        {rows.length > 1 && (
          <select class="button" aria-label="Order" value={order} onChange={(event) => { view.order.value = event.currentTarget.value as typeof order; }}>
            <option value="time">by time</option>
            <option value="confidence">by confidence</option>
            <option value="severity">by severity</option>
          </select>
        )}
      </h2>
      {rows.length === 0 && <p class="muted">Nothing is marked yet.</p>}
      <ul class="region-list">
        {rows.map(({ id, region, proposal }) => (
          <li key={id}>
            <button
              type="button"
              class={`region-row ${faulty.has(id) ? "faulty" : ""}`}
              aria-pressed={session.selected.value === id}
              style={{ "--swatch": regionColor(schema, region, theme.value) }}
              onClick={() => {
                session.selected.value = id;
                reveal(session, axis);
              }}
            >
              <span class={proposal === null ? "swatch" : "swatch hatched"} aria-hidden="true" />
              <span class="what">
                {labelOf(schema, region)?.text ?? "no label"}
                {region.instant ? " · instant" : ""}
                {proposal === null ? "" : <span class="visually-hidden"> · proposal</span>}
              </span>
              <span class="when">{tickLabel(axis, region.start, Number.MAX_SAFE_INTEGER, view.zone.value)}</span>
              <span class="amount">{proposal === null ? severityOf(schema, region) : proposal.score.toFixed(2).replace(/^0/, "")}</span>
            </button>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p class="muted">{hidden} more below {session.threshold.value.toFixed(2).replace(/^0/, "")}</p>}
    </section>
  );
}
