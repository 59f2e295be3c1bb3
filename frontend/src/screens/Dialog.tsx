/** A dialog over the page: Escape or a click beside it closes, and the focus goes back to where it was. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export function Dialog({ title, close, children, narrow = false }: { title: string; close: () => void; children: ComponentChildren; narrow?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the next key: what is typed right after the one that opens it belongs into it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={narrow ? "dialog narrow" : "dialog"}
      aria-label={title}
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <header>
        <h2>{title}</h2>
        <button class="quiet" type="button" aria-label="Close" onClick={() => dialog.current?.close()}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}
