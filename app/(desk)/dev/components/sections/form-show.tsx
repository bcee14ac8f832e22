import { Form } from "#app/_ui/form.tsx";
import {
  ChoiceField,
  FileField,
  SelectField,
  TextArea,
  TextField,
  TickField,
  TicksField,
} from "#app/_ui/form-fields.tsx";
import { tryOut } from "../actions.ts";

const choices = ["land", "funds", "weather"].map((value) => ({ value, label: value }));

/** The one form with each kind of field; what is sent is refused, so that this can be seen too. */
export function FormShow() {
  return (
    <section className="sheet p-4">
      <h2 className="mb-3">app/_ui: form, form-fields</h2>
      <Form action={tryOut} submitLabel="tryOut" short>
        <div className="grid gap-3.5 sm:grid-cols-2">
          <TextField name="amount" label="TextField" hint="hint" suffix="元" required />
          <SelectField name="reason" label="SelectField" choices={choices} value="funds" />
          <ChoiceField name="one" label="ChoiceField" choices={choices} value="land" />
          <TicksField name="several" label="TicksField" choices={choices} values={["land", "weather"]} />
          <TickField name="tick" label="TickField" checked />
          <FileField name="file" label="FileField" accept=".xlsx" largestBytes={1000} tooLarge="tooLarge" />
          <TextArea name="note" label="TextArea" className="sm:col-span-2" />
        </div>
      </Form>
    </section>
  );
}
