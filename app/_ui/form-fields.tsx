"use client";

import { type ReactNode, useState } from "react";
import { useField } from "./live-form.tsx";

type Field = ReturnType<typeof useField>;

type Common = { name: string; label: string; hint?: string; required?: boolean; className?: string };
type Choice = { value: string; label: string; group?: string };

/**
 * Label, field, hint, error and — after a conflict — the other side's value, tied together for screen
 * readers.
 */
function Frame({
  name,
  label,
  hint,
  required,
  className,
  error,
  field,
  shown,
  children,
}: Common & {
  error: string | undefined;
  field: Field /** The other side's value as it is read. */;
  shown?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={className}>
      <label htmlFor={`field-${name}`} className="mb-1 block text-[13px] text-ink-2">
        <span data-label>{label}</span>
        {required && <b className="ml-1 text-bad">*</b>}
      </label>
      {children}
      {hint && (
        <p id={`hint-${name}`} className="note mt-1">
          {hint}
        </p>
      )}
      {error && (
        <p id={`error-${name}`} className="mt-1 text-[13px] text-bad">
          {error}
        </p>
      )}
      {field.current !== undefined && (
        <p className="mt-1 rounded bg-warn-bg px-2 py-1 text-[13px] text-warn">
          <Theirs field={field} shown={shown ?? field.current} />
        </p>
      )}
    </div>
  );
}

/** What somebody else saved in a field that was changed here too, and the choice between the two. */
export function Theirs({ field, shown }: { field: Field; shown: string }) {
  const { words, current, settle } = field;
  return (
    <>
      {words.theirs}
      <b>{shown || "—"}</b>{" "}
      <button type="button" className="mx-1 cursor-pointer underline" onClick={() => settle(current)}>
        {words.takeTheirs}
      </button>
      <button type="button" className="cursor-pointer underline" onClick={() => settle()}>
        {words.keepMine}
      </button>
    </>
  );
}

const describedBy = (name: string, hint: string | undefined, error: string | undefined) =>
  [hint && `hint-${name}`, error && `error-${name}`].filter(Boolean).join(" ") || undefined;

type TextProps = Common & {
  value?: string;
  type?: "text" | "password" | "date" | "month" | "tel" | "search";
  /** The keypad a phone shows. */
  inputMode?: "decimal" | "numeric" | "tel" | "text";
  autoComplete?: string;
  placeholder?: string;
  readOnly?: boolean;
  suffix?: string;
  onInput?: (value: string) => void;
};

export function TextField({
  name,
  label,
  hint,
  required,
  className,
  value,
  type = "text",
  inputMode,
  autoComplete = "off",
  placeholder,
  readOnly,
  suffix,
  onInput,
}: TextProps) {
  const field = useField(name, value);
  return (
    <Frame {...{ name, label, hint, required, className, field }} error={field.error}>
      <span className="flex items-center gap-2">
        <input
          key={field.attempt}
          id={`field-${name}`}
          name={name}
          type={type}
          defaultValue={field.value}
          inputMode={inputMode}
          autoComplete={autoComplete}
          placeholder={placeholder}
          readOnly={readOnly}
          required={required}
          aria-invalid={field.error ? true : undefined}
          aria-describedby={describedBy(name, hint, field.error)}
          className={`input ${inputMode === "decimal" ? "text-right" : ""}`}
          onInput={onInput && ((event) => onInput(event.currentTarget.value))}
        />
        {suffix && <span className="shrink-0 text-ink-2">{suffix}</span>}
      </span>
    </Frame>
  );
}

export function TextArea({
  name,
  label,
  hint,
  required,
  className,
  value,
  rows = 3,
}: Common & { value?: string; rows?: number }) {
  const field = useField(name, value);
  return (
    <Frame {...{ name, label, hint, required, className, field }} error={field.error}>
      <textarea
        key={field.attempt}
        id={`field-${name}`}
        name={name}
        rows={rows}
        defaultValue={field.value}
        required={required}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={describedBy(name, hint, field.error)}
        className="input"
      />
    </Frame>
  );
}

type SelectProps = Common & {
  value?: string;
  choices: Choice[] /** The empty choice, where there may be none. */;
  empty?: string;
  onInput?: (value: string) => void;
};

export function SelectField({
  name,
  label,
  hint,
  required,
  className,
  value,
  choices,
  empty,
  onInput,
}: SelectProps) {
  const field = useField(name, value);
  const groups = [...new Set(choices.map((choice) => choice.group))];
  const options = (group: string | undefined) =>
    choices
      .filter((choice) => choice.group === group)
      .map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ));
  const shown =
    field.current === undefined
      ? undefined
      : (choices.find((choice) => choice.value === field.current)?.label ?? field.current);
  return (
    <Frame {...{ name, label, hint, required, className, field, shown }} error={field.error}>
      <select
        key={field.attempt}
        id={`field-${name}`}
        name={name}
        defaultValue={field.value}
        required={required}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={describedBy(name, hint, field.error)}
        className="input"
        onInput={onInput && ((event) => onInput(event.currentTarget.value))}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {groups.map((group) =>
          group === undefined ? (
            options(group)
          ) : (
            <optgroup key={group} label={group}>
              {options(group)}
            </optgroup>
          ),
        )}
      </select>
    </Frame>
  );
}

/** One of several choices, each a line of its own. */
export function ChoiceField({
  name,
  label,
  hint,
  required,
  value,
  choices,
  className,
}: Common & { value?: string; choices: Choice[] }) {
  const field = useField(name, value);
  return (
    <fieldset className={className} id={`field-${name}`} tabIndex={-1}>
      <legend className="mb-1 font-semibold">{label}</legend>
      <div className="grid gap-x-6 gap-y-1 sm:flex sm:flex-wrap" key={field.attempt}>
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-11 items-center gap-2 sm:min-h-8">
            <input
              type="radio"
              name={name}
              value={choice.value}
              defaultChecked={field.value === choice.value}
              required={required}
              className="size-4 shrink-0"
            />
            {choice.label}
          </label>
        ))}
      </div>
      {hint && <p className="note mt-1">{hint}</p>}
      {field.error && <p className="mt-1 text-[13px] text-bad">{field.error}</p>}
    </fieldset>
  );
}

/** Several choices at once; the form sends the name once for each. Read it with `z.array` of `name`. */
export function TicksField({
  name,
  label,
  hint,
  values,
  choices,
  className,
}: Common & { values: string[]; choices: Choice[] }) {
  const field = useField(name, undefined);
  const ticked = field.values ?? values;
  return (
    <fieldset className={className} id={`field-${name}`} tabIndex={-1}>
      <legend className="mb-1 text-[13px] text-ink-2">{label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-8 items-center gap-2">
            <input
              key={field.attempt}
              type="checkbox"
              name={name}
              value={choice.value}
              defaultChecked={ticked.includes(choice.value)}
              className="size-4"
            />
            {choice.label}
          </label>
        ))}
      </div>
      {hint && <p className="note">{hint}</p>}
      {field.error && <p className="text-[13px] text-bad">{field.error}</p>}
    </fieldset>
  );
}

/** Yes or no; sends "on" when ticked. */
export function TickField({ name, label, hint, checked, className }: Common & { checked?: boolean }) {
  const field = useField(name, undefined);
  const ticked = field.values ? field.values.includes("on") : checked;
  return (
    <div className={className}>
      <label className="flex min-h-8 items-center gap-2">
        <input
          key={field.attempt}
          id={`field-${name}`}
          type="checkbox"
          name={name}
          defaultChecked={field.attempt > 0 ? Boolean(field.values) : ticked}
          className="size-4"
        />
        <span data-label>{label}</span>
      </label>
      {hint && <p className="note">{hint}</p>}
      {field.error && <p className="text-[13px] text-bad">{field.error}</p>}
    </div>
  );
}

type FileProps = Common & { accept: string; largestBytes: number; tooLarge: string };

/**
 * A file. One that is too large is said so and let go before it is sent; after any answer it is chosen anew,
 * as it may have been mended.
 */
export function FileField({
  name,
  label,
  hint,
  required,
  className,
  accept,
  largestBytes,
  tooLarge,
}: FileProps) {
  const field = useField(name, undefined);
  const [over, setOver] = useState(false);
  const error = over ? tooLarge : field.error;
  return (
    <Frame {...{ name, label, hint, required, className, field, error }}>
      <input
        key={field.attempt}
        id={`field-${name}`}
        name={name}
        type="file"
        accept={accept}
        required={required}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, hint, error)}
        className="input bg-sheet file:mr-3 file:rounded file:border-0 file:bg-brand-bg file:px-2.5 file:py-1 file:text-brand-ink"
        onChange={(event) => {
          const large = (event.currentTarget.files?.[0]?.size ?? 0) > largestBytes;
          setOver(large);
          if (large) event.currentTarget.value = "";
        }}
      />
    </Frame>
  );
}

/** A value that travels along: the row's id, the version read, the creating form's key. */
export function HiddenField({ name, value }: { name: string; value: string | number }) {
  const field = useField(name, String(value));
  return (
    <input key={`${field.attempt}${field.value}`} type="hidden" name={name} defaultValue={field.value} />
  );
}
