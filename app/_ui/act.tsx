import type { ComponentProps } from "react";
import { Closed } from "./closed.tsx";
import { LiveAct } from "./live-act.tsx";

/** One press that does one thing to one row; while nothing can be saved it cannot be pressed. */
export function Act(props: ComponentProps<typeof LiveAct>) {
  return (
    <Closed>
      <LiveAct {...props} />
    </Closed>
  );
}
