// Label Studio's own buttons Accept and Reject, which its editor shows on other people's annotations where somebody
// listens to them. They lead to the verdicts of the Review screen: accepted, fixed and accepted, or sent back with a
// comment. Whether the person may give one, the server decides.
(() => {
  "use strict";

  const STYLE = `
    dialog.faultmark-reject { width: 420px; padding: 24px; border: 1px solid var(--color-neutral-border); border-radius: 8px;
      color: var(--color-neutral-content); background: var(--color-neutral-background); }
    .faultmark-reject h2 { margin: 0 0 8px; font-size: 18px; }
    .faultmark-reject textarea { width: 100%; box-sizing: border-box; margin: 8px 0 16px; padding: 8px; font: inherit;
      color: inherit; background: var(--color-neutral-surface); border: 1px solid var(--color-neutral-border);
      border-radius: 4px; }
    .faultmark-reject menu { display: flex; justify-content: flex-end; gap: 8px; margin: 0; padding: 0; }
    .faultmark-reject button { padding: 6px 14px; font: inherit; cursor: pointer; border-radius: 4px; color: inherit;
      background: none; border: 1px solid var(--color-neutral-border); }`;

  /** Ask why; null where the reviewer thinks better of it. */
  function askWhy() {
    const dialog = document.createElement("dialog");
    dialog.className = "faultmark-reject";
    dialog.innerHTML = `<form method="dialog"><h2>Send back to the annotator</h2>
      <label>Why? The annotator reads this beside the annotation.
      <textarea name="why" rows="4" required autofocus></textarea></label>
      <menu><button value="" formnovalidate>Cancel</button><button value="send">Send back</button></menu></form>`;
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        const why = dialog.querySelector("textarea").value.trim();
        dialog.remove();
        resolve(dialog.returnValue === "send" && why ? why : null);
      });
    });
  }

  async function judge(annotation, body) {
    const answer = await fetch(`/faultmark/api/annotations/${annotation}/verdict`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.ok) return;
    const said = await answer.json().catch(() => ({}));
    throw new Error(said.detail ?? `The server answered ${answer.status}.`);
  }

  function tell(manager, message, type) {
    manager.invoke("toast", { message, type });
  }

  async function give(manager, annotation, body, done) {
    try {
      await judge(annotation, body);
    } catch (error) {
      tell(manager, `No verdict was given. ${error.message}`, "error");
      return;
    }
    tell(manager, done, "info");
    // What is settled is an annotation of its own, which the editor does not know yet.
    await manager.lsf.loadTask(manager.lsf.task.id);
  }

  async function accept(manager, { isDirty, entity }) {
    const body = isDirty ? { verdict: "fix", result: entity.serializeAnnotation() } : { verdict: "accept" };
    await give(manager, entity.pk, body, isDirty ? "Fixed and accepted: this is the settled annotation." : "Accepted: this is the settled annotation.");
  }

  async function reject(manager, { entity, comment }) {
    const why = comment || (await askWhy());
    if (why) await give(manager, entity.pk, { verdict: "send_back", comment: { text: why } }, "Sent back to its annotator.");
  }

  /** Label Studio's Data Managers that listen already: its page makes a new one at times. */
  const listening = new WeakSet();

  function listen() {
    const manager = window.dataManager;
    const project = window.faultmark.here();
    if (!manager?.on || listening.has(manager) || !project?.has_time_series || !window.faultmark.mayReview(project)) return;
    listening.add(manager);
    manager.on("lsf:acceptAnnotation", (_store, judged) => accept(manager, judged));
    manager.on("lsf:rejectAnnotation", (_store, judged) => reject(manager, judged));
  }

  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  window.faultmark.onAnswer(listen);
  new MutationObserver(listen).observe(document.body, { childList: true, subtree: true });
  listen();
})();
