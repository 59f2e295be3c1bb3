/** The rows between the overview and the panes: what happened to the machine, and what models propose. */
import { PALETTES } from "../core/palette";
import type { MachineEvent } from "../model/events";
import type { Session } from "../model/session";
import type { Thread } from "../model/talk";
import type { LaneEvent, LaneSpec } from "../panes/types";
import { drawnProposal, type Theme } from "./drawn";

export const EVENTS = "events";
export const PROPOSALS = "proposals";
export const COMMENTS = "comments";

const KINDS: Readonly<Record<MachineEvent["kind"], LaneEvent["kind"]>> = {
  regime: "regime", alarm: "alarm", work_order: "work-order", maintenance: "work-order", note: "note",
};

export function eventLane(events: readonly MachineEvent[], theme: Theme, selected: string | null): LaneSpec {
  const palette = PALETTES[theme];
  return {
    id: EVENTS,
    kind: "events",
    title: "events",
    tone: "plain",
    items: events.map(({ id, kind, title, start, end }) => ({
      id,
      kind: KINDS[kind],
      title,
      start,
      end,
      selected: id === selected,
      ...(kind === "note" ? { color: palette.muted } : {}),
    })),
  };
}

/** Threads that are open, each at its place. */
export function commentLane(threads: readonly Thread[], theme: Theme, selected: number | null): LaneSpec {
  return {
    id: COMMENTS,
    kind: "events",
    title: "comments",
    tone: "plain",
    items: threads.flatMap(({ first, place }) =>
      place === null
        ? []
        : [{ id: String(first.id), kind: "note" as const, title: first.text, start: place.start, end: place.end === place.start ? null : place.end, color: PALETTES[theme].warning, selected: first.id === selected }],
    ),
  };
}

export function proposalLane(session: Session, theme: Theme): LaneSpec {
  return {
    id: PROPOSALS,
    kind: "regions",
    title: "proposals",
    tone: "plain",
    items: session.proposals.shown.value.map((proposal) => drawnProposal(session.schema, proposal, theme, session.selection.has(proposal.key))),
  };
}
