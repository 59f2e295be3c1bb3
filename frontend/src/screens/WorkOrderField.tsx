/** The work order that a region belongs to, from the machine's own. */
import { useMemo } from "preact/hooks";

import { eventsFromWire, workOrdersNear } from "../model/events";
import type { Region } from "../model/region";
import type { Session } from "../model/session";
import type { View } from "./view";

export function WorkOrderField({ session, view, ids, region }: { session: Session; view: View; ids: readonly string[]; region: Region }) {
  const events = useMemo(() => eventsFromWire(session.bench.events), [session]);
  const orders = workOrdersNear(events, region);
  if (orders.length === 0 && region.workOrder === null) return null;
  const known = orders.some(({ id }) => id === region.workOrder);
  return (
    <div class="field">
      <label class="name" for="work-order">
        <span>Work order</span>
        <kbd title="Links the nearest, the next one, or none">{view.keymap.value.shown("workOrder")}</kbd>
      </label>
      <select id="work-order" class="input" value={region.workOrder ?? ""} onChange={(event) => { session.regions.setWorkOrder(ids, event.currentTarget.value || null); }}>
        <option value="">not linked</option>
        {region.workOrder !== null && !known && <option value={region.workOrder}>{region.workOrder}</option>}
        {orders.map((order) => (
          <option key={order.id} value={order.id}>{order.title.includes(order.id) ? order.title : `${order.id} · ${order.title}`}</option>
        ))}
      </select>
    </div>
  );
}
