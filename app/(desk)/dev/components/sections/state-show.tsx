import { Besides, Menu } from "#app/_ui/menu.tsx";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";

/** What leads elsewhere: buttons, menus, steps through months, a code to point a phone at. */
export function StateShow() {
  return (
    <section className="sheet grid gap-3 p-4">
      <h2>app/_ui: buttons, menu, month-step, qr-code</h2>
      <p className="flex flex-wrap items-center gap-2">
        <button type="button" className="button button-primary">
          button-primary
        </button>
        <button type="button" className="button">
          button
        </button>
        <PrintButton label="PrintButton" />
        <Menu label="Menu">
          <a href="#menu">one</a>
          <a href="#menu">two</a>
        </Menu>
        <Besides>
          <a href="#besides">Besides</a>
        </Besides>
      </p>
      <MonthStep
        month="2016-11"
        to={(month) => `#${month}`}
        atWork="2016-12"
        first="2015-01"
        last="2016-12"
      />
      <QrCode text="https://example.org/verify" label="QrCode" className="w-32" />
    </section>
  );
}
