/** All regions and proposals. Of thousands, only those in sight are in the page. */
import { useEffect, useRef, useState } from "preact/hooks";

import { tickLabel } from "../core/timeaxis";
import type { AxisInfo } from "../core/types";
import { shareText } from "../model/origin";
import type { Proposal } from "../model/proposals";
import { byTime, type Region } from "../model/region";
import type { Session } from "../model/session";
import { labelOf, regionColor, severityOf } from "./drawn";
import { reveal } from "./moves";
import { theme } from "./theme";
import type { ListOrder, View } from "./view";

interface Row {
  readonly id: string;
  readonly region: Region;
  readonly proposal: Proposal | null;
}

const ROW = 28;
/** Rows in sight at most, before the list scrolls by itself. */
const SHOWN = 14;
const AIR = 6;

export function RegionList({ session, view, axis }: { session: Session; view: View; axis: AxisInfo }) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const rows = listed(session, view);
  const total = session.items.value.length;
  const hidden = session.proposals.open.value.length - session.proposals.shown.value.length;
  const lacking = new Set(session.missing.value.map((problem) => problem.region));
  const isLoud = session.tried.value;
  const lead = session.selection.lead.value;
  const place = rows.findIndex(({ id }) => id === lead);
  useScrollTo(list, place, setTop);
  const first = Math.max(0, Math.floor(top / ROW) - AIR);
  const last = Math.min(rows.length, Math.ceil(top / ROW) + SHOWN + AIR);
  const select = (event: MouseEvent, id: string) => {
    if (event.shiftKey) session.selection.through(id);
    else if (event.ctrlKey || event.metaKey) session.selection.toggle(id);
    else session.selection.only(id);
    reveal(session, axis);
  };
  return (
    <section>
      <h2 class="section-title">
        <span>Regions and proposals</span>
        {total > 1 && (
          <select class="quiet" aria-label="Order" value={view.order.value} onChange={(event) => { view.order.value = event.currentTarget.value as ListOrder; }}>
            <option value="time">by time</option>
            <option value="confidence">by confidence</option>
            <option value="severity">by severity</option>
          </select>
        )}
      </h2>
      {total > 8 && (
        <input class="input list-filter" type="search" aria-label="Filter the list" placeholder="Filter: class, model, incomplete…" value={view.filter.value} onInput={(event) => { view.filter.value = event.currentTarget.value; }} />
      )}
      {total === 0 && <p class="muted">Nothing is marked yet.</p>}
      {total > 0 && rows.length === 0 && <p class="muted">Nothing in the list holds: {view.filter.value}</p>}
      <ul ref={list} class="region-list" aria-label={`${rows.length} regions and proposals`} style={{ maxHeight: `${ROW * SHOWN}px` }} onScroll={(event) => { setTop(event.currentTarget.scrollTop); }}>
        <li role="presentation" style={{ height: `${first * ROW}px` }} />
        {rows.slice(first, last).map(({ id, region, proposal }, index) => (
          <li key={id} aria-posinset={first + index + 1} aria-setsize={rows.length}>
            <button type="button" class={rowClass(id === lead, lacking.has(id), isLoud)} aria-pressed={session.selection.has(id)} style={{ "--swatch": regionColor(session.schema, region, theme.value) }} onClick={(event) => { select(event, id); }}>
              <span class={proposal === null ? "swatch" : "swatch hatched"} aria-hidden="true" />
              <span class="what">
                {labelOf(session.schema, region)?.text ?? "no label"}
                {region.instant ? " · instant" : ""}
                {proposal !== null && <span class="visually-hidden"> · proposal</span>}
              </span>
              <span class="lack" title={lacking.has(id) ? "Something required is missing" : undefined}>{lacking.has(id) ? (isLoud ? "incomplete" : "○") : ""}</span>
              <span class="when">{tickLabel(axis, region.start, Number.MAX_SAFE_INTEGER, view.zone.value)}</span>
              <span class="amount">{proposal === null ? severityOf(session.schema, region) : shareText(proposal.score)}</span>
            </button>
          </li>
        ))}
        <li role="presentation" style={{ height: `${(rows.length - last) * ROW}px` }} />
      </ul>
      {hidden > 0 && <p class="muted note">{hidden} more below {shareText(session.proposals.threshold.value)}</p>}
    </section>
  );
}

function rowClass(isLead: boolean, lacks: boolean, isLoud: boolean): string {
  return `region-row${isLead ? " lead" : ""}${lacks && isLoud ? " faulty" : ""}`;
}

/** What the list shows, in its order. */
function listed(session: Session, view: View): Row[] {
  const { schema } = session;
  const words = view.filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const lacking = words.length > 0 ? new Set(session.missing.value.map((problem) => problem.region)) : null;
  const rows = session.items.value.map(({ id, region }) => ({ id, region, proposal: session.proposals.get(id) }));
  const found = words.length === 0 ? rows : rows.filter(({ id, region, proposal }) => {
    const text = [labelOf(schema, region)?.text ?? "no label", region.instant ? "instant" : "range", proposal === null ? "region" : `proposal ${proposal.model}`, lacking?.has(id) === true ? "incomplete" : "", region.workOrder ?? "", ...region.channels].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const order = view.order.value;
  if (order === "confidence") return found.sort((a, b) => (b.proposal?.score ?? 2) - (a.proposal?.score ?? 2) || byTime(a.region, b.region));
  if (order === "severity") return found.sort((a, b) => (severityOf(schema, b.region) ?? 0) - (severityOf(schema, a.region) ?? 0) || byTime(a.region, b.region));
  return found;
}

/** Keep the leading row in sight when another one leads; also the one that the page opens with. */
function useScrollTo(list: { current: HTMLUListElement | null }, place: number, setTop: (top: number) => void): void {
  useEffect(() => {
    const here = list.current;
    if (here === null || place < 0) return;
    const [low, high] = [place * ROW, (place + 1) * ROW];
    const top = low < here.scrollTop ? low : high > here.scrollTop + here.clientHeight ? high - here.clientHeight : null;
    if (top !== null) {
      here.scrollTop = top;
      setTop(top);
    }
    showIn(here.closest(".lower"), here, low - here.scrollTop);
  }, [place]);
}

/** The list may itself reach below the column's edge: scroll that as far as the row needs. */
function showIn(column: Element | null, list: Element, row: number): void {
  if (column === null) return;
  const [frame, top] = [column.getBoundingClientRect(), list.getBoundingClientRect().top + row];
  if (top < frame.top) column.scrollTop -= frame.top - top;
  else if (top + ROW > frame.bottom) column.scrollTop += top + ROW - frame.bottom;
}
