import { getTranslations } from "../_server/i18n/translations.ts";
import "./menu.css";
import { Children, Fragment, isValidElement, type ReactNode } from "react";

/**
 * What opens below a button, without a script too; each child is one line of it, those of `narrow` only on a
 * phone.
 */
export function Menu({
  label,
  title,
  narrow,
  children,
}: {
  label: ReactNode;
  title?: string;
  narrow?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <details className="menu no-print">
      <summary className="button">{label}</summary>
      <ul aria-label={title}>
        {linesOf(narrow).map((child, at) => (
          <li key={at} className="phone:hidden">
            {child}
          </li>
        ))}
        {linesOf(children).map((child, at) => (
          <li key={at}>{child}</li>
        ))}
      </ul>
    </details>
  );
}

/**
 * What a page can do besides, behind one button; what is `shown` stands beside that button on a desk and
 * behind it on a phone.
 */
export async function Besides({ shown, children }: { shown?: ReactNode; children?: ReactNode }) {
  const [buttons, lines] = [linesOf(shown), linesOf(children)];
  if (buttons.length + lines.length === 0) return null;
  return (
    <>
      {buttons.length > 0 && (
        <span className="no-print flex flex-wrap gap-2 max-phone:hidden">{buttons}</span>
      )}
      <span className={lines.length > 0 ? undefined : "phone:hidden"}>
        <Menu label={(await getTranslations("app"))("more")} narrow={buttons}>
          {lines}
        </Menu>
      </span>
    </>
  );
}

/** The children one by one, those in a fragment too. */
const linesOf = (children: ReactNode): ReactNode[] =>
  Children.toArray(children).flatMap((child) =>
    isValidElement<{ children?: ReactNode }>(child) && child.type === Fragment
      ? linesOf(child.props.children)
      : [child],
  );
