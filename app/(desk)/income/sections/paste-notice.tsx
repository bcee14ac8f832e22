"use client";

import { type ReactNode, type RefObject, useState } from "react";
import { fill } from "#app/_ui/filled-words.ts";
import type { Words } from "#lib/core/message-keys.ts";
import type { Block, Pasted, PasteQuestion, PasteReading } from "./use-paste.ts";
import type { pasteWords } from "./words.ts";

type PasteWords = Words<typeof pasteWords>;

type Props = {
  box: RefObject<HTMLDivElement | null>;
  pasted: Pasted | undefined;
  words: PasteWords;
  onUndo: () => void;
  onClose: () => void;
  onAgain: () => void;
  onAnswer: (answers: Block["answers"]) => void;
};

/**
 * What becomes of a paste: that it is being read, what it asks, how many cells it filled, what may not stand
 * there and why, what found no place.
 */
export function PasteNotice({ box, ...notice }: Props) {
  return (
    <div ref={box} tabIndex={-1} className="scroll-mt-16 outline-none">
      <Step {...notice} />
    </div>
  );
}

function Step({ pasted, words, onUndo, onClose, onAgain, onAnswer }: Omit<Props, "box">) {
  switch (pasted?.step) {
    case undefined:
      return null;
    case "reading":
      return (
        <Strip role="status" colour="bg-brand-bg">
          {words.pasteReading}
        </Strip>
      );
    case "refused":
      return (
        <Strip role="alert" colour="bg-bad-bg text-bad">
          ■ {pasted.why}
          <Press onPress={onClose}>{words.close}</Press>
        </Strip>
      );
    case "offline":
    case "signedOut":
      return (
        <Strip role="alert" colour="bg-warn-bg text-warn">
          {pasted.step === "offline" ? words.pasteOffline : words.pasteSignedOut}
          {pasted.step === "signedOut" && (
            <a className="text-brand-ink underline" href="/login" target="_blank" rel="noreferrer">
              {words.signIn}
            </a>
          )}
          <Press onPress={onAgain}>{words.pasteAgain}</Press>
          <Press onPress={onClose}>{words.pasteCancel}</Press>
        </Strip>
      );
    case "asked":
      return (
        <Questions
          key={pasted.reading.asked.map(({ key }) => key).join(" ")}
          {...pasted.reading}
          {...{ words, onClose, onAnswer }}
        />
      );
    case "placed":
      return (
        <Placed
          {...pasted.reading}
          filled={Object.keys(pasted.before).length}
          {...{ words, onUndo, onClose, onAnswer }}
        />
      );
  }
}

const Strip = ({
  role,
  colour,
  children,
}: {
  role: "status" | "alert";
  colour: string;
  children: ReactNode;
}) => (
  <p
    className={`mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md px-4 py-2.5 text-[13px] ${colour}`}
    role={role}
  >
    {children}
  </p>
);

type PlacedProps = PasteReading & { filled: number } & Pick<
    Props,
    "words" | "onUndo" | "onClose" | "onAnswer"
  >;

function Placed({
  filled,
  several,
  refused,
  left,
  notes,
  answered,
  words,
  onUndo,
  onClose,
  onAnswer,
}: PlacedProps) {
  const isWhole = several.length + refused.length + left.length === 0;
  return (
    <div
      className={`mb-3 rounded-md px-4 py-2.5 text-[13px] ${isWhole ? "bg-brand-bg" : "bg-warn-bg"}`}
      role="status"
    >
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <b>{fill(words.pasted, { count: filled })}</b>
        {filled > 0 && <Press onPress={onUndo}>{words.undo}</Press>}
        <span className="ml-auto">
          <Press onPress={onClose}>{words.close}</Press>
        </span>
      </p>
      <Notes notes={notes} />
      {refused.map((sentence) => (
        <p key={sentence} className="mt-1 text-bad">
          ■ {sentence}
        </p>
      ))}
      {several.length > 0 && (
        <p className="mt-1 flex flex-wrap gap-x-3 text-warn">
          ▲ {words.pasteSeveral}
          {several.map(({ text, ledger }) => (
            <a
              key={text}
              className="text-brand-ink underline max-phone:leading-[44px]"
              href={ledger}
              target="_blank"
              rel="noreferrer"
            >
              {text}
            </a>
          ))}
        </p>
      )}
      {left.length > 0 && (
        <p className="mt-1 text-warn">
          ▲ {words.pasteLeft}
          {left.join("；")}
        </p>
      )}
      {answered.length > 0 && <Answered {...{ answered, words, onAnswer }} />}
    </div>
  );
}

type QuestionsProps = Pick<Props, "words" | "onClose" | "onAnswer"> & {
  asked: PasteQuestion[];
  notes: string[];
};

/** What the paste does not say of itself. Nothing of it stands in a cell until everything is answered. */
function Questions({ asked, notes, words, onClose, onAnswer }: QuestionsProps) {
  const [answers, setAnswers] = useState<Block["answers"]>({});
  return (
    <section
      className="mb-3 rounded-md border border-warn bg-warn-bg px-4 py-3 text-[13px]"
      role="alert"
      aria-label={words.pasteAsked}
    >
      <p className="font-semibold text-warn">▲ {words.pasteAsked}</p>
      <p className="note">{words.pasteAskedHint}</p>
      <Notes notes={notes} />
      <Choices questions={asked} {...{ answers, setAnswers }} />
      <p className="mt-3 flex flex-wrap gap-3">
        <button
          type="button"
          className="button button-primary"
          disabled={asked.some(({ key }) => answers[key] === undefined)}
          onClick={() => onAnswer(answers)}
        >
          {words.pasteTake}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {words.pasteCancel}
        </button>
      </p>
    </section>
  );
}

type ChoicesProps = {
  questions: PasteQuestion[];
  answers: Block["answers"];
  setAnswers: (answers: Block["answers"]) => void;
};

const Choices = ({ questions, answers, setAnswers }: ChoicesProps) =>
  questions.map(({ key, sentence, choices }) => (
    <fieldset key={key} className="mt-2.5">
      <legend className="mb-0.5">{sentence}</legend>
      <div className="flex flex-wrap gap-x-5">
        {choices.map(({ value, label }) => (
          <label key={value} className="flex min-h-8 items-center gap-1.5 max-phone:min-h-11">
            <input
              type="radio"
              name={key}
              form="paste" // which there is not: an answer is no field of the grid's form, no change and nothing to save
              checked={answers[key] === value}
              onChange={() => setAnswers({ ...answers, [key]: value })}
              className="size-4"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  ));

/** What was read by an answer of before, to be answered anew. */
function Answered({
  answered,
  words,
  onAnswer,
}: Pick<PasteReading, "answered"> & Pick<Props, "words" | "onAnswer">) {
  const [answers, setAnswers] = useState<Block["answers"]>(
    Object.fromEntries(answered.map(({ key, answer }) => [key, answer])),
  );
  return (
    <details className="mt-1">
      <summary className="cursor-pointer max-phone:leading-[44px]">
        {fill(words.pasteAnswered, { count: answered.length })}
      </summary>
      <Choices questions={answered} {...{ answers, setAnswers }} />
      <button type="button" className="button mt-2" onClick={() => onAnswer(answers)}>
        {words.pasteTake}
      </button>
    </details>
  );
}

const Notes = ({ notes }: { notes: string[] }) =>
  notes.map((note) => (
    <p key={note} className="mt-1">
      {note}
    </p>
  ));

const Press = ({ onPress, children }: { onPress: () => void; children: string }) => (
  <button
    type="button"
    className="cursor-pointer text-brand-ink underline max-phone:min-h-11"
    onClick={onPress}
  >
    {children}
  </button>
);
