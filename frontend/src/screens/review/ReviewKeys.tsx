import { Dialog } from "../Dialog";
import { REVIEW_KEYS } from "./keys";

export function ReviewKeys({ close }: { close: () => void }) {
  return (
    <Dialog title="Keys of the review" close={close}>
      <dl class="review-keys">
        {REVIEW_KEYS.map(({ keys, does }) => (
          <div key={keys}>
            <dt>{keys.split("  ").map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
