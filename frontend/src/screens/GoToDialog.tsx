/** Go to a time that is typed, in any usual form. */
import { useState } from "preact/hooks";

import type { AxisInfo } from "../core/types";
import type { Session } from "../model/session";
import { momentText } from "../model/times";
import { readTime, typedForms } from "../model/typed-time";
import { Dialog } from "./Dialog";
import { goTo } from "./moves";
import type { View } from "./view";

export function GoToDialog({ session, axis, view, close }: { session: Session; axis: AxisInfo; view: View; close: () => void }) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const zone = view.zone.value;
  const read = readTime(axis, text, session.telemetry.point(), zone);
  const beyond = "tick" in read && (read.tick < axis.first || read.tick > axis.last);
  return (
    <Dialog title="Go to a time" close={close} narrow>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!("tick" in read) || beyond) return;
          goTo(session, axis, read.tick);
          close();
        }}
      >
        <input class="input" aria-label="Time" aria-invalid={tried && ("problem" in read || beyond)} autofocus value={text} placeholder={momentText(axis, session.telemetry.point(), zone)} onInput={(event) => { setText(event.currentTarget.value); }} />
        <p class={tried && ("problem" in read || beyond) ? "problem" : "muted"} role="status">
          {"problem" in read
            ? text === "" && !tried ? typedForms(axis) : read.problem
            : beyond
              ? `The series goes from ${momentText(axis, axis.first, zone)} to ${momentText(axis, axis.last, zone)}.`
              : `${momentText(axis, read.tick, zone)}${axis.kind === "time" ? ` ${zone}` : ""}`}
        </p>
        <div class="actions">
          <button class="button primary" type="submit">Go</button>
        </div>
      </form>
    </Dialog>
  );
}
