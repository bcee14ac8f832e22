// Pages are made on one thread: what comes in beyond a few waits its turn here, where the server still
// answers whether it is well.

/**
 * A request's turn: `begin` is called when it has come, and it ends at the first call of `end`, also before
 * it came.
 */
export type Turn = { end: () => void };

/**
 * @param atOnce how many have a turn at the same time.
 * @param mayWait how many wait for one; beyond, `take` gives null.
 */
export function turnsOf({ atOnce, mayWait }: { atOnce: number; mayWait: number }) {
  type Waiting = { begin: () => void; state: "waiting" | "running" | "over" };
  const waiting: Waiting[] = [];
  let running = 0;
  const next = () => {
    while (running < atOnce) {
      const one = waiting.shift();
      if (!one) return;
      if (one.state === "over") continue;
      one.state = "running";
      running++;
      one.begin();
    }
  };
  return {
    take(begin: () => void): Turn | null {
      if (running >= atOnce && waiting.length >= mayWait) return null;
      const one: Waiting = { begin, state: "waiting" };
      waiting.push(one);
      const end = () => {
        if (one.state === "running") {
          running--;
          setImmediate(next);
        }
        one.state = "over";
      };
      next();
      return { end };
    },
  };
}
