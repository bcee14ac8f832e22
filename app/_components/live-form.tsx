"use client";

import { useRouter } from "next/navigation";
import { createContext, type FormEvent, type ReactNode, startTransition, useActionState, useContext, useEffect, useRef, useState } from "react";
import { type FormState, freshForm } from "./form-state.ts";
import { useDraft } from "./use-draft.ts";

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;

const FormContext = createContext<{ state: FormState; theirs: string }>({ state: freshForm, theirs: "" });

/** What a field needs to know of its form: the value to show, its error, the other side's value after a conflict. */
export function useField(name: string, given: string | undefined) {
  const { state, theirs } = useContext(FormContext);
  const typed = state.values[name];
  const before = name === "version" ? (state.current.version ?? typed?.[0]) : typed?.[0];
  const current =
    state.status === "conflict" && state.current[name] !== undefined && state.current[name] !== typed?.[0] ? state.current[name] : undefined;
  return { value: before ?? given ?? "", values: typed, error: state.errors[name], current, theirs, attempt: state.attempt };
}

type Words = Record<
  "save" | "saving" | "cancel" | "leave" | "draftSaved" | "draftRestored" | "discardDraft" | "offline" | "signIn" | "keepYours" | "theirs",
  string
>;
type Props = {
  action: FormAction;
  draft: string | undefined;
  cancelTo?: string;
  short?: boolean;
  danger?: boolean;
  className?: string;
  words: Words;
  children: ReactNode;
};

export function LiveForm({ action, draft, cancelTo, short, danger, className, words, children }: Props) {
  // The state of a form posted without JavaScript; with it, `answered` takes over and a lost connection is just another answer.
  const [posted, post] = useActionState(action, freshForm);
  const [answered, setAnswered] = useState<FormState>();
  const [saving, setSaving] = useState(false);
  const [offline, setOffline] = useState(false);
  const state = answered ?? posted;
  const element = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const kept = useDraft(element, draft, words.leave);

  useEffect(() => {
    if (state.attempt > 0 && state.status !== "done") summary.current?.focus();
  }, [state]);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (saving) return;
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    form.set("scripted", "1");
    setSaving(true);
    setOffline(false);
    try {
      const answer = await action(state, form);
      setAnswered(answer);
      if (answer.status === "done") {
        kept.forget();
        startTransition(() => router.push(answer.goTo));
        return;
      }
    } catch {
      setOffline(true);
      summary.current?.focus();
    }
    setSaving(false);
  }

  const problems = Object.entries(state.errors);
  const clock = (at: string) => new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
  return (
    <FormContext value={{ state, theirs: words.theirs }}>
      <form ref={element} action={post} onSubmit={save} className={className} noValidate aria-busy={saving}>
        <div ref={summary} tabIndex={-1} role="alert" className="outline-none empty:hidden">
          {offline && <p className="mb-3 rounded-md bg-warn-bg px-4 py-3 text-warn">{words.offline}</p>}
          {!offline && state.message && (
            <div className={`mb-3 rounded-md px-4 py-3 ${state.status === "conflict" ? "bg-warn-bg text-warn" : "bg-bad-bg text-bad"}`}>
              <p className="font-semibold">
                {state.status === "refused" && problems[0] && labelOf(element.current, problems[0][0]) ? (
                  <FieldLink name={problems[0][0]}>{state.message}</FieldLink>
                ) : (
                  state.message
                )}
              </p>
              {state.status === "signedOut" && (
                <a className="link underline" href={state.goTo}>
                  {words.signIn}
                </a>
              )}
              {state.status === "invalid" && (
                <ul className="mt-1 list-disc pl-5">
                  {problems.map(([name, problem]) => (
                    <li key={name}>
                      <FieldLink name={name}>
                        {labelOf(element.current, name)}
                        {problem}
                      </FieldLink>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          )}
        </div>
        {kept.restoredAt && (
          <p className="mb-3 flex flex-wrap items-center gap-3 rounded-md bg-brand-bg px-4 py-2 text-brand-ink" role="status">
            {words.draftRestored.replace("{at}", clock(kept.restoredAt))}
            <button type="button" className="underline" onClick={kept.discard}>
              {words.discardDraft}
            </button>
          </p>
        )}
        {children}
        <div className={`flex flex-wrap items-center gap-3 ${short ? "mt-1" : footOfScreen}`}>
          <button type="submit" className={`button ${danger ? "button-danger" : "button-primary"} max-phone:flex-1`} disabled={saving}>
            {saving ? words.saving : state.status === "conflict" ? words.keepYours : words.save}
          </button>
          {cancelTo && (
            <a className="button" href={cancelTo}>
              {words.cancel}
            </a>
          )}
          {kept.savedAt && <span className="note">{words.draftSaved.replace("{at}", clock(kept.savedAt))}</span>}
        </div>
      </form>
    </FormContext>
  );
}

const footOfScreen =
  "no-print mt-5 max-phone:z-10 max-phone:sticky max-phone:bottom-0 max-phone:-mx-4 max-phone:border-t max-phone:border-line max-phone:bg-sheet max-phone:px-4 max-phone:py-3";

/** Leads from what is wrong to the field that puts it right. */
const FieldLink = ({ name, children }: { name: string; children: ReactNode }) => (
  <a className="underline" href={`#field-${name}`} onClick={() => document.getElementById(`field-${name}`)?.focus()}>
    {children}
  </a>
);

function labelOf(form: HTMLFormElement | null, name: string) {
  if (!form) return ""; // drawn on the server: the field's own error stands beside its label
  const field = form.elements.namedItem(name);
  const label =
    field instanceof HTMLElement && "labels" in field
      ? (field as HTMLInputElement).labels?.[0]?.querySelector("[data-label]")?.textContent
      : undefined;
  return label ? `${label}：` : "";
}
