import { html, nothing, type TemplateResult } from "lit";

/** A key as it is shown: it may break where its words meet. */
export function breakable(name: string): TemplateResult {
  const parts = name.split(/(?<=[_\-./])(?=[^_\-./])|(?<=[a-z])(?=[A-Z])/);
  return html`${parts.map((part, at) => html`${at ? html`<wbr />` : nothing}${part}`)}`;
}
