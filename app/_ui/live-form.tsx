"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  type FormEvent,
  type ReactNode,
  type RefObject,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
  useTransition,
} from "react";
import type { Words } from "#lib/core/message-keys.ts";
import { tellRefusal } from "./done-note.tsx";
import { merged } from "./draft.ts";
import { fill } from "./filled-words.ts";
import { type FormState, freshForm } from "./form-state.ts";
import type { formWords } from "./form-words.ts";
import { useDraft, write } from "./use-draft.ts";

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;

/**
 * A field that somebody else changed too: what stands now, and what a draft was made from where it is one
 * that met it.
 */
type FieldClash = { now: string; from?: string };
type Held = {
  state: FormState;
  clashes: Readonly<Record<string, FieldClash>>;
  /** Of a draft that met somebody else's save: the version it was made from. */
  version: string | undefined;
  words: Pick<FormWords, "theirs" | "takeTheirs" | "keepMine">;
  settle: (name: string, theirs?: string) => void;
};
const nobody = { theirs: "", takeTheirs: "", keepMine: "" };
const FormContext = createContext<Held>({
  state: freshForm,
  clashes: {},
  version: undefined,
  words: nobody,
  settle: () => {},
});

/**
 * What a field needs to know of its form: the value to show, its error, the other side's value after a
 * conflict.
 */
export function useField(name: string, given: string | undefined) {
  const { state, clashes, version, words, settle } = useContext(FormContext);
  const typed = state.values[name];
  const before =
    name === "version"
      ? (state.current.version ?? version ?? (state.attempt > 0 ? typed?.[0] : undefined))
      : typed?.[0];
  const clash = clashes[name];
  return {
    value: before ?? given ?? "",
    values: typed,
    error: state.errors[name],
    current: clash?.now,
    /** What the draft was made from that met somebody else's value. */
    from: clash?.from,
    /** What stands since somebody else saved before, whichever of the two was chosen. */
    stands: name === "version" ? undefined : state.current[name],
    /** How many fields somebody else changed too. */
    clashing: Object.keys(clashes).length,
    words,
    /** Keeps what was typed, or takes what somebody else saved. */
    settle: (theirs?: string) => settle(name, theirs),
    attempt: state.attempt,
  };
}

type FormWords = Words<typeof formWords>;
type Props = {
  action: FormAction;
  draft: string | undefined;
  cancelTo?: string;
  short?: boolean;
  danger?: boolean;
  className?: string;
  words: FormWords;
  /** Another one each time the server draws the page. */
  stamp: string;
  children: ReactNode;
};

/**
 * A form shows the page that it was opened with for as long as something is typed into it: what comes
 * meanwhile changes neither its fields nor what they were made from. After a save, and whenever nothing is
 * typed, it is opened anew with what the server drew last: fresh values, version and key, and nothing left of
 * before (UX 39).
 */
export function LiveForm(props: Props) {
  // The state of a form posted without JavaScript, here because React finds it by its place; with it, answers
  // come to `OpenForm`.
  const [posted, post] = useActionState(props.action, freshForm);
  const [opened, setOpened] = useState({ page: props, times: 0 });
  const [isSaved, setSaved] = useState(false);
  const [isLeaving, startLeaving] = useTransition();
  const held = useRef(false);
  const element = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const { page, times } = opened;
  const isStale = props.stamp !== page.stamp;
  const open = () => setOpened({ page: props, times: times + 1 });

  if (isSaved && isStale) {
    setSaved(false);
    open();
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each page that comes
  useEffect(() => {
    const isAt =
      element.current?.contains(document.activeElement) &&
      document.activeElement?.matches("input, select, textarea");
    if (isStale && !isSaved && !held.current && !isAt) open();
  }, [props.stamp]);
  // It stays on its page, and the page did not come anew by itself.
  useEffect(() => {
    if (isSaved && !isLeaving) startLeaving(() => router.refresh());
  }, [isSaved, isLeaving, router]);

  return (
    <OpenForm
      {...page}
      key={times}
      element={element}
      held={held}
      posted={times === 0 ? posted : freshForm}
      post={post}
      isDone={isSaved || isLeaving}
      onDone={(goTo) => {
        setSaved(true);
        startLeaving(() => router.push(goTo));
      }}
      onDiscard={open}
    />
  );
}

type OpenProps = Props & {
  element: RefObject<HTMLFormElement | null>;
  held: RefObject<boolean>;
  posted: FormState;
  post: (form: FormData) => void;
  isDone: boolean;
  onDone: (goTo: string) => void;
  onDiscard: () => void;
};

function OpenForm({ element, held, posted, post, isDone, onDone, onDiscard, ...page }: OpenProps) {
  const { action, draft, cancelTo, short, danger, className, words, children } = page;
  const [answered, setAnswered] = useState<FormState>();
  const [settled, setSettled] = useState<readonly string[]>([]);
  const [isSending, setSending] = useState(false);
  const [isOffline, setOffline] = useState(false);
  const state = answered ?? posted;
  const isSaving = isSending || isDone;
  const summary = useRef<HTMLDivElement>(null);
  const kept = useDraft(element, draft, words.leave, held);

  useEffect(() => {
    if (state.attempt > 0 && state.status !== "done") summary.current?.focus();
  }, [state]);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSaving) return;
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    form.set("scripted", "1");
    held.current = true;
    setSending(true);
    setOffline(false);
    try {
      const answer = await action(state, form);
      if (answer.status === "done") {
        kept.forget();
        onDone(answer.goTo);
        return;
      }
      tellRefusal();
      setAnswered(answer.status === "conflict" ? goingOn(answer) : answer);
      setSettled([]);
    } catch {
      tellRefusal();
      setOffline(true);
      summary.current?.focus();
    }
    setSending(false);
  }

  /** What was not touched takes what somebody else saved. */
  function goingOn(answer: FormState): FormState {
    const { values, clashes } = merged(kept.openedAs(), answer.values, answer.current);
    const { version } = answer.current;
    kept.meet(answer.current);
    return { ...answer, values, current: { ...clashes, ...(version !== undefined && { version }) } };
  }

  const clashes: Record<string, FieldClash> = { ...kept.clashes };
  if (state.status === "conflict")
    for (const [name, now] of Object.entries(state.current))
      if (name !== "version" && now !== state.values[name]?.[0] && !settled.includes(name))
        clashes[name] = { now };
  const settle = (name: string, theirs?: string) => {
    kept.settle(name);
    setSettled([...settled, name]);
    if (theirs !== undefined) write(element.current, name, theirs);
    else element.current?.dispatchEvent(new Event("input", { bubbles: true })); // the draft keeps the choice
  };
  const clashing = Object.keys(kept.clashes).length;
  const context = { state, clashes, version: kept.version, words, settle };
  return (
    <FormContext value={context}>
      <form ref={element} action={post} onSubmit={save} className={className} noValidate aria-busy={isSaving}>
        <div ref={summary} tabIndex={-1} role="alert" className="outline-none empty:hidden">
          {isOffline && <p className="mb-3 rounded-md bg-warn-bg px-4 py-3 text-warn">{words.offline}</p>}
          {!isOffline && state.message && (
            <Answer state={state} form={element.current} isKept={draft !== undefined} words={words} />
          )}
        </div>
        {kept.restoredAt && (
          <div
            className={`mb-3 rounded-md px-4 py-2 ${clashing > 0 ? "bg-warn-bg text-warn" : "bg-brand-bg text-brand-ink"}`}
            role="status"
          >
            <p className="flex flex-wrap items-center gap-x-3">
              {fill(words.draftRestored, { at: clock(kept.restoredAt) })}
              <button
                type="button"
                className="underline"
                onClick={() => {
                  kept.forget();
                  onDiscard();
                }}
              >
                {words.discardDraft}
              </button>
            </p>
            {clashing > 0 && <p className="font-semibold">{fill(words.draftClashes, { count: clashing })}</p>}
          </div>
        )}
        {children}
        <div className={`flex flex-wrap items-center gap-3 ${short ? "mt-1" : footOfScreen}`}>
          <button
            type="submit"
            className={`button ${danger ? "button-danger" : "button-primary"} max-phone:flex-1`}
            disabled={isSaving}
          >
            {isSaving
              ? words.saving
              : state.status === "conflict" && Object.keys(clashes).length > 0
                ? words.keepYours
                : words.save}
          </button>
          {cancelTo && (
            <a className="button" href={cancelTo}>
              {words.cancel}
            </a>
          )}
          {kept.savedAt && (
            <span className="note">{fill(words.draftSaved, { at: clock(kept.savedAt) })}</span>
          )}
        </div>
      </form>
    </FormContext>
  );
}

const clock = (at: string) =>
  new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });

type AnswerProps = { state: FormState; form: HTMLFormElement | null; isKept: boolean; words: FormWords };

/** What the server answered, with the way to each field that it is about. */
function Answer({ state, form, isKept, words }: AnswerProps) {
  const problems = Object.entries(state.errors);
  const isOut = state.status === "signedOut";
  const message = isOut && !isKept ? words.signedOutHere : state.message;
  return (
    <div
      className={`mb-3 rounded-md px-4 py-3 ${state.status === "conflict" ? "bg-warn-bg text-warn" : "bg-bad-bg text-bad"}`}
    >
      <p className="font-semibold">
        {state.status === "refused" && problems[0] && labelOf(form, problems[0][0]) ? (
          <FieldLink name={problems[0][0]}>{message}</FieldLink>
        ) : (
          message
        )}
      </p>
      {isOut && (
        // A draft comes back after signing in; what is kept nowhere stays here while somebody signs in beside
        // it.
        <a
          className="link underline"
          href={state.goTo}
          {...(isKept ? { "data-returns": "" } : { target: "_blank", rel: "noreferrer" })}
        >
          {words.signIn}
        </a>
      )}
      {state.status === "invalid" && (
        <ul className="mt-1 list-disc pl-5">
          {problems.map(([name, problem]) => (
            <li key={name}>
              <FieldLink name={name}>
                {labelOf(form, name)}
                {problem}
              </FieldLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const footOfScreen =
  "no-print mt-5 max-phone:z-10 max-phone:sticky max-phone:bottom-0 max-phone:-mx-4 max-phone:border-t max-phone:border-line max-phone:bg-sheet max-phone:px-4 max-phone:py-3";

/** Leads from what is wrong to the field that puts it right. */
const FieldLink = ({ name, children }: { name: string; children: ReactNode }) => (
  <a
    className="underline"
    href={`#field-${name}`}
    onClick={() => document.getElementById(`field-${name}`)?.focus()}
  >
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
