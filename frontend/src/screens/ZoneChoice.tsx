/** The zone that times are shown in. */
import { chooseZone, HERE, type View } from "./view";

export function ZoneChoice({ view }: { view: View }) {
  return (
    <select class="button" aria-label="Time zone" value={view.zone.value} onChange={(event) => { chooseZone(view, event.currentTarget.value); }}>
      <option value="UTC">Data's zone (UTC)</option>
      {HERE !== "UTC" && <option value={HERE}>{HERE}</option>}
    </select>
  );
}
