/** Puts the panes into the page, and tells the session what people do in them. */
import { computed } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

import { durationText, tickLabel } from "../core/timeaxis";
import type { AxisInfo } from "../core/types";
import { eventsFromWire } from "../model/events";
import type { Region } from "../model/region";
import { gapOf, type Session } from "../model/session";
import { createTileSource, viewUrl } from "../net/tiles";
import { mountStack } from "../panes/stack";
import type { DrawnRegion, Stack, StackStatus } from "../panes/types";
import { drawnProposal, drawnRegion, labelColor } from "./drawn";
import { COMMENTS, commentLane, EVENTS, eventLane, proposalLane } from "./lanes";
import { arrangedPanes, arranging, oneStepADrag } from "./stage";
import { theme } from "./theme";
import type { View } from "./view";

export function StackHost({ session, axis, view }: { session: Session; axis: AxisInfo; view: View }) {
  const root = useRef<HTMLDivElement>(null);
  const series = session.telemetry.series.value.id ?? "";

  // Before the first paint, so that the tiles are asked for a frame earlier.
  useLayoutEffect(() => {
    if (root.current === null || series === "") return undefined;
    const { schema, selection, regions: commands, telemetry } = session;
    const tiles = createTileSource({ url: viewUrl(session.bench.task.id, series) });
    const events = eventsFromWire(session.bench.events);
    const panes = arrangedPanes(schema, session.bench.limits, view);
    const lanes = computed(() => [
      ...(events.length > 0 ? [eventLane(events, theme.value, view.event.value)] : []),
      ...(session.talk.open.value.some(({ place }) => place !== null) ? [commentLane(session.talk.open.value, theme.value, view.comment.value)] : []),
      ...(session.proposals.open.value.length > 0 ? [proposalLane(session, theme.value)] : []),
    ]);
    // Of thousands of regions, one changes at a time: the others are drawn from what was made before.
    const made = computed(() => ({ theme: theme.value, regions: new WeakMap<Region, DrawnRegion>() }));
    const regions = computed(() => {
      const known = made.value;
      const selected = new Set(selection.ids.value);
      const plain = (region: Region, make: (chosen: boolean) => DrawnRegion, chosen: boolean): DrawnRegion => {
        if (chosen) return make(true);
        const before = known.regions.get(region);
        if (before !== undefined) return before;
        const drawn = make(false);
        known.regions.set(region, drawn);
        return drawn;
      };
      return [
        ...session.proposals.shown.value.map((proposal) => plain(proposal.region, (chosen) => drawnProposal(schema, proposal, known.theme, chosen), selected.has(proposal.key))),
        ...session.ordered.value.map((region) => plain(region, (chosen) => drawnRegion(schema, region, known.theme, chosen), selected.has(region.id))),
      ];
    });
    const drawColor = computed(() => {
      const label = commands.activeLabel.value;
      return label === null ? null : labelColor(schema, label.control, label.value, theme.value);
    });
    const dragging = oneStepADrag(session.history);
    // The pane that a region was drawn on is the channel that shows it.
    const channelsOf = (pane: string) => panes.peek().find((spec) => spec.id === pane)?.channels.slice(0, 1).map(({ name }) => name) ?? [];
    const pick = (id: string | null, additive: boolean) => {
      if (additive && id !== null) selection.toggle(id);
      else selection.only(id);
    };
    const stack: Stack = mountStack(
      root.current,
      {
        axis,
        gap: gapOf(session.telemetry.series.value),
        panes,
        lanes,
        tiles,
        window: telemetry.window,
        cursor: telemetry.cursor,
        regions,
        drawColor,
        theme,
        zone: view.zone,
        formatTick: (tick, resolution) => tickLabel(axis, tick, resolution, view.zone.value),
      },
      {
        drawRange: (start, end, pane) => { commands.draw(start, end, false, channelsOf(pane)); },
        setInstant: (at, pane) => { commands.draw(at, at, true, channelsOf(pane)); },
        select: pick,
        resize: (id, edge, at, phase) => { dragging(phase, (key) => { commands.moveEdge(id, edge, at, key); }); },
        moveRegion: (id, start, end, phase) => { dragging(phase, (key) => { commands.move(id, start, end, key); }); },
        laneSelect: (lane, item, additive) => {
          if (lane === EVENTS) view.event.value = view.event.value === item ? null : item;
          else if (lane === COMMENTS) view.comment.value = Number(item);
          else pick(item, additive);
        },
        hover: () => undefined,
        ...arranging(schema, panes, view),
        status: (status) => { view.status.value = status; },
        failed: (error) => { session.saving.failure.value = error; },
      },
    );
    telemetry.finder = (at) => stack.snap(at);
    return () => {
      stack.destroy();
      tiles.close();
      view.status.value = null;
    };
  }, [session, axis, series]);

  return <div class="stack-root" ref={root} />;
}

/** How long, how much and how fine what is in view is, in one line. */
export function statusText(axis: AxisInfo, status: StackStatus, span: bigint, channels: number): string {
  const samples = status.samplesInView;
  const amount = samples >= 1e6 ? `${(samples / 1e6).toPrecision(3)} M` : samples.toLocaleString("en");
  const perPixel = status.samplesPerPixel >= 1 ? `${Number(status.samplesPerPixel.toPrecision(2)).toLocaleString("en")} samples per pixel` : "every sample";
  const length = axis.kind === "time" ? `${durationText(span)} · ` : "";
  return `${length}${amount} × ${channels} · ${perPixel}`;
}
