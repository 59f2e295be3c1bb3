/** The channels that show a region: as chips, with the rest behind a plus. */
import { useState } from "preact/hooks";

import type { Region } from "../model/region";
import type { Session } from "../model/session";

export function ShownBy({ session, ids, region }: { session: Session; ids: readonly string[]; region: Region }) {
  const [open, setOpen] = useState(false);
  const names = session.schema.panes.flatMap((pane) => pane.channels.filter(({ index }) => index !== null).map(({ title }) => title));
  if (names.length < 2) return null;
  const put = (channels: readonly string[]) => { session.regions.setChannels(ids, channels); };
  const unknown = region.channels.filter((name) => !names.includes(name));
  return (
    <div class="field" role="group" aria-label="Shown by">
      <span class="name"><span>Shown by</span></span>
      <div class="options chips">
        {(open ? names : names.filter((name) => region.channels.includes(name))).map((name) => {
          const on = region.channels.includes(name);
          return (
            <button key={name} type="button" class="option chip" role="checkbox" aria-checked={on} onClick={() => { put(on ? region.channels.filter((other) => other !== name) : [...region.channels, name]); }}>
              <span class="tick" aria-hidden="true">{open && on ? "✓" : ""}</span>
              {name}
              {!open && <span aria-hidden="true" class="muted">×</span>}
            </button>
          );
        })}
        {unknown.map((name) => (
          <button key={name} type="button" class="option chip" title="This series has no such channel" onClick={() => { put(region.channels.filter((other) => other !== name)); }}>
            {name} <span aria-hidden="true" class="muted">×</span>
          </button>
        ))}
        {region.channels.length === 0 && !open && <span class="muted">all channels</span>}
        <button type="button" class="option chip" aria-expanded={open} aria-label={open ? "Done choosing channels" : "Choose channels"} onClick={() => { setOpen(!open); }}>
          {open ? "done" : "+"}
        </button>
      </div>
    </div>
  );
}
