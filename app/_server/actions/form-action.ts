import { type FormState, freshForm } from "#app/_ui/form-state.ts";
import { logger } from "../session/log.ts";
import { requestId } from "../session/request-id.ts";

// An action is an address that anybody can post anything to. What it is called with is looked at here, before
// a form's own code.

/** A form's action. What is no form of ours is refused, with one line in the log. */
export function formAction(work: (previous: FormState, form: FormData) => Promise<FormState>) {
  return async (previous: FormState, form: FormData): Promise<FormState> => {
    const known = stateOf(previous);
    if (known && form instanceof FormData) return work(known, form);
    await refused(form);
    return { ...freshForm, status: "refused" };
  };
}

/** The action of a form that is only pressed: it leads on, and has nothing to say. */
export function buttonAction(work: (form: FormData) => Promise<void>) {
  return async (form: FormData): Promise<void> => {
    if (form instanceof FormData) await work(form);
    else await refused(form);
  };
}

/**
 * Of what a browser says the form stood at, only how often it was answered matters: the rest is made anew.
 */
function stateOf(previous: unknown): FormState | null {
  const attempt: unknown =
    typeof previous === "object" && previous !== null
      ? (previous as { attempt?: unknown }).attempt
      : undefined;
  return Number.isSafeInteger(attempt) ? { ...freshForm, attempt: Number(attempt) } : null;
}

async function refused(form: unknown): Promise<void> {
  logger().warn(
    { request: await requestId(), given: form === null ? "null" : typeof form },
    "an action was called with no form of ours",
  );
}
