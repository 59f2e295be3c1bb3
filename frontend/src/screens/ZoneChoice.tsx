/** The zone that times are shown in. */
import { chooseZone, zones, type View } from "./view";

export function ZoneChoice({ view }: { view: View }) {
  return (
    <select class="button" aria-label="Time zone" value={view.zone.value} onChange={(event) => { chooseZone(view, event.currentTarget.value); }}>
      {zones(view).map(({ zone, text }) => (
        <option key={zone} value={zone}>{text}</option>
      ))}
    </select>
  );
}
