/** All keys, from the one table that also handles them. */
import { useEffect, useRef } from "preact/hooks";

import { KEYS, shownKey } from "../model/keys";

export function KeysDialog({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const groups = [...new Set(KEYS.map((binding) => binding.group))];
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="keys-title" onClose={close} onClick={(event) => { if (event.target === dialog.current) dialog.current?.close(); }}>
      <h2 id="keys-title">Keys</h2>
      <div class="key-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3 class="section-title">{group}</h3>
            <ul>
              {KEYS.filter((binding) => binding.group === group).map((binding) => (
                <li key={binding.action}>
                  <kbd>{shownKey(binding.shown)}</kbd>
                  <span>{binding.description}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p class="muted">The mouse: drag over a pane draws a range, double-click sets an instant, the wheel zooms, drag on the time axis pans.</p>
    </dialog>
  );
}
