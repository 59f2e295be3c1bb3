/** All channels at once: every one with its controls, hidden ones too. The way there by keyboard. */
import { useState } from "preact/hooks";

import { arrange, NO_LAYOUT, withAllShown, withPane } from "../model/layout";
import type { Schema } from "../net/types";
import { Dialog } from "./Dialog";
import { PaneControls } from "./PaneControls";
import type { View } from "./view";

export function ChannelsDialog({ schema, view, close }: { schema: Schema; view: View; close: () => void }) {
  const [open, setOpen] = useState<string | null>(null);
  const layout = view.layout.current.value;
  const panes = arrange(schema, layout);
  const failure = view.layout.failure.value;
  return (
    <Dialog title="Channels" close={close}>
      <div class="actions">
        <button class="button" type="button" disabled={panes.every(({ hidden }) => !hidden)} onClick={() => { view.layout.set(withAllShown(schema, layout)); }}>Show all</button>
        <button class="button" type="button" onClick={() => { view.layout.set(NO_LAYOUT); }}>As the project has it</button>
      </div>
      {failure !== null && <p class="problem" role="alert">Your layout is not kept yet: {failure}</p>}
      <ul class="channel-list">
        {panes.map((pane) => (
          <li key={pane.id}>
            <div class="row">
              <label class="grow">
                <input type="checkbox" checked={!pane.hidden} onChange={() => { view.layout.set(withPane(schema, layout, pane.id, { hidden: !pane.hidden })); }} />
                <span class="strong">{pane.title}</span>
                <span class="muted">{pane.channels.length > 1 ? `${pane.channels.length} channels` : pane.channels[0]?.units}</span>
              </label>
              <button class="button" type="button" aria-expanded={open === pane.id} onClick={() => { setOpen(open === pane.id ? null : pane.id); }}>
                Arrange
              </button>
            </div>
            {open === pane.id && <PaneControls schema={schema} pane={pane} view={view} />}
          </li>
        ))}
      </ul>
      <p class="muted">Kept for you in this project.</p>
    </Dialog>
  );
}
