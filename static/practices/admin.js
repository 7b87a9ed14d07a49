/* In the admin's forms: links from open questions to their fields, and pasting from
   word processors with headings and tables. */
(() => {
  "use strict";

  const pasteUrl = document.querySelector("script[data-practices]").dataset.paste;
  const WRITABLE = 'input:not([type="hidden"]), select, textarea';
  // What the editor for rich text would lose.
  const RICH = /<(h[1-6]|table)\b|mso-list/i;

  /* ---- From an open question to its field ---- */

  function fieldOf(name) {
    return (
      document.querySelector(`[data-contentpath="${name}"]`) ||
      document.getElementById(`id_${name}-FORMS`) ||
      document.getElementById(`id_${name}`)
    );
  }

  function unfold(element) {
    for (let each = element; each; each = each.parentElement) {
      if (!each.matches(".w-panel__content[hidden]")) continue;
      each.parentElement.querySelector("[data-panel-toggle]").click();
    }
  }

  function answer(name) {
    const field = fieldOf(name);
    if (!field) return;
    unfold(field);
    field.scrollIntoView({ block: "center" });
    const control = ['[contenteditable="true"]', WRITABLE, ".c-sf-add-button"]
      .map((selector) => field.querySelector(selector))
      .find(Boolean);
    // The fold opens with the next frame; before that nothing in it takes the focus.
    window.setTimeout(
      () => (control || document.getElementById(`id_${name}-ADD`))?.focus(),
      100,
    );
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-answer]");
    if (!link) return;
    event.preventDefault();
    answer(link.dataset.answer);
  });

  window.addEventListener("load", () => {
    const found = /^#answer-(\w+)$/.exec(window.location.hash);
    if (found) window.setTimeout(() => answer(found[1]), 300);
  });

  /* ---- Pasting ---- */

  // The outermost stream of blocks around an element that has texts and tables.
  function streamAround(element) {
    const root = element.closest('[id$="-root"]')?.rootBlock;
    const names = root?.blockDef?.childBlockDefsByName;
    return names?.paragraph && names.table ? root : null;
  }

  function indexIn(stream, element) {
    return stream.children.findIndex(
      (child) =>
        child.type === "paragraph" &&
        document.getElementById(child.prefix + "-value")?.closest(".w-field")?.contains(element),
    );
  }

  async function convert(html) {
    const body = new FormData();
    body.append("html", html);
    const config = window.wagtailConfig || {};
    const response = await fetch(pasteUrl, {
      method: "POST",
      body,
      headers: { [config.CSRF_HEADER_NAME || "X-CSRFToken"]: config.CSRF_TOKEN },
    });
    const answered = await response.json();
    if (!response.ok) throw new Error(answered.error || response.statusText);
    return answered;
  }

  function insert(stream, index, blocks) {
    const current = stream.children[index];
    const isEmpty = !current.getTextLabel?.({ maxLength: 20 });
    blocks.forEach((block, offset) =>
      stream.insert({ ...block, id: null }, index + 1 + offset, { animate: false }),
    );
    if (isEmpty) stream.deleteBlock(index);
  }

  // Hand the converted text to the editor as if it had been on the clipboard.
  function pasteAgain(target, html, text) {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    });
    event.fromPractices = true;
    target.dispatchEvent(event);
  }

  async function take(target, stream, index, html, text) {
    try {
      const converted = await convert(html);
      if (index >= 0 && converted.blocks.length) insert(stream, index, converted.blocks);
      else pasteAgain(target, converted.html, text);
    } catch (error) {
      pasteAgain(target, html, text);
      if (error instanceof Error) window.console.warn(error.message);
    }
  }

  document.addEventListener(
    "paste",
    (event) => {
      const target = event.target;
      if (event.fromPractices || !target.closest?.(".Draftail-Editor")) return;
      const html = event.clipboardData?.getData("text/html") || "";
      if (!RICH.test(html)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const stream = streamAround(target);
      const index = stream ? indexIn(stream, target) : -1;
      take(target, stream, index, html, event.clipboardData.getData("text/plain"));
    },
    true,
  );
})();
