"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, startTransition, useActionState, useState } from "react";
import { tellRefusal } from "./done-note.tsx";
import { type FormState, freshForm } from "./form-state.ts";
import type { FormAction } from "./live-form.tsx";

type Props = {
  action: FormAction;
  /** What the button sends; of a list, each under the same name. */
  fields: Record<string, string | number | string[]>;
  label: string;
  /** What is asked before; name the object. */
  confirm?: string;
  /** What is said when the server could not be reached. */
  offline: string;
  className?: string;
};

/**
 * One press that does one thing to one row; a refusal stands beside it. Works without JavaScript, then
 * unasked.
 */
export function LiveAct({ action, fields, label, confirm, offline, className = "" }: Props) {
  const [posted, post] = useActionState(action, freshForm);
  const [answered, setAnswered] = useState<FormState>();
  const [busy, setBusy] = useState(false);
  const router = useRouter();
  const state = answered ?? posted;

  async function press(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || (confirm && !window.confirm(confirm))) return;
    const form = new FormData(event.currentTarget);
    form.set("scripted", "1");
    setBusy(true);
    const answer = await action(state, form).catch(
      (): FormState => ({ ...freshForm, status: "refused", message: offline }),
    );
    setAnswered(answer);
    setBusy(false);
    if (answer.status !== "done") tellRefusal();
    else startTransition(() => router.push(answer.goTo));
  }

  return (
    <form action={post} onSubmit={press} className="inline-block">
      {Object.entries(fields).flatMap(([name, values]) =>
        [values]
          .flat()
          .map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
      )}
      <button type="submit" className={`button ${className}`} disabled={busy}>
        {label}
      </button>
      {state.message && (
        <p role="alert" className="mt-1 max-w-60 text-[13px] whitespace-normal text-bad">
          {state.message}
        </p>
      )}
    </form>
  );
}
