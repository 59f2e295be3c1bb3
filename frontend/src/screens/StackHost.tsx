/** Puts the panes into the page, and tells the session what people do in them. */
import { computed, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { durationText, tickLabel } from "../core/timeaxis";
import type { AxisInfo } from "../core/types";
import { gapOf, type Session } from "../model/session";
import { proposalKey } from "../model/proposals";
import { createTileSource, viewUrl } from "../net/tiles";
import { mountStack } from "../panes/stack";
import type { LaneSpec, PaneSpec, Stack, StackStatus } from "../panes/types";
import { drawnProposal, drawnRegion, labelColor, paneSpecs } from "./drawn";
import { theme } from "./theme";
import type { View } from "./view";

export function StackHost({ session, axis, view }: { session: Session; axis: AxisInfo; view: View }) {
  const root = useRef<HTMLDivElement>(null);
  const { series } = session.series.value.id === null ? { series: "" } : { series: session.series.value.id };

  useEffect(() => {
    if (root.current === null || series === "") return undefined;
    const { schema } = session;
    const tiles = createTileSource({ url: viewUrl(session.bench.task.id, series) });
    const panes = signal<readonly PaneSpec[]>(paneSpecs(schema));
    const regions = computed(() => [
      ...session.shownProposals.value.map((proposal) => drawnProposal(schema, proposal, theme.value, session.selected.value === proposalKey(proposal))),
      ...session.ordered.value.map((region) => drawnRegion(schema, region, theme.value, session.selected.value === region.id)),
    ]);
    const drawColor = computed(() => {
      const label = session.activeLabel.value;
      return label === null ? null : labelColor(schema, label.control, label.value, theme.value);
    });
    const lanes = computed<LaneSpec[]>(() => []);
    const change = (id: string, made: Partial<PaneSpec>) => {
      panes.value = panes.value.map((spec) => (spec.id === id ? { ...spec, ...made } : spec));
    };
    let drag = 0;
    const stack: Stack = mountStack(
      root.current,
      {
        axis,
        gap: gapOf(session.series.value),
        panes,
        lanes,
        tiles,
        window: session.window,
        cursor: session.cursor,
        regions,
        drawColor,
        theme,
        zone: view.zone,
        formatTick: (tick, resolution) => tickLabel(axis, tick, resolution, view.zone.value),
      },
      {
        drawRange: (start, end, pane) => {
          session.draw(start, end, false, [channelOf(pane)]);
        },
        setInstant: (at, pane) => {
          session.draw(at, at, true, [channelOf(pane)]);
        },
        select: (id) => {
          session.selected.value = id;
        },
        resize: (id, edge, at, phase) => {
          if (phase === "cancel") {
            session.history.undo();
            return;
          }
          session.moveEdge(id, edge, at, `drag:${drag}`);
          if (phase === "commit") {
            drag += 1;
            session.history.seal();
          }
        },
        moveRegion: (id, start, end, phase) => {
          if (phase === "cancel") {
            session.history.undo();
            return;
          }
          session.move(id, start, end, `move:${drag}`);
          if (phase === "commit") {
            drag += 1;
            session.history.seal();
          }
        },
        laneSelect: (_lane, item) => {
          session.selected.value = item;
        },
        hover: () => undefined,
        paneHeight: (id, height) => {
          change(id, { height });
        },
        paneMove: (id, before) => {
          const moved = panes.value.find((spec) => spec.id === id);
          const rest = panes.value.filter((spec) => spec.id !== id);
          const at = before === null ? rest.length : rest.findIndex((spec) => spec.id === before);
          if (moved !== undefined && at >= 0) panes.value = rest.toSpliced(at, 0, moved);
        },
        paneScale: (id, range) => {
          const mode = panes.value.find((spec) => spec.id === id)?.scale.mode === "log" ? "log" : range === null ? "auto" : "fixed";
          change(id, { scale: range === null ? { mode } : { mode, low: range[0], high: range[1] } });
        },
        paneMenu: (id) => {
          change(id, { collapsed: panes.value.find((spec) => spec.id === id)?.collapsed !== true });
        },
        status: (status) => {
          view.status.value = status;
        },
        failed: (error) => {
          session.failure.value = error;
        },
      },
    );
    // The pane that a region was drawn on is the channel that shows it.
    function channelOf(pane: string): string {
      return panes.value.find((spec) => spec.id === pane)?.channels[0]?.name ?? pane;
    }
    view.snap = (at) => stack.snap(at);
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
  const length = axis.kind === "time" ? `${durationText(span)} in view · ` : "";
  return `${length}${amount} samples × ${channels} · ${perPixel}`;
}
