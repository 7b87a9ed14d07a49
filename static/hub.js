// What htmx and plain HTML do not do: menus that close, the words in the filter form.
(() => {
	"use strict";
	// Without htmx the filters keep their button.
	if (window.htmx) document.documentElement.classList.add("js");

	const openMenus = () => document.querySelectorAll("details.menu[open]");

	// A menu closes when the reader clicks elsewhere, leaves it, or presses Escape.
	document.addEventListener("click", (event) => {
		for (const menu of openMenus()) {
			if (!menu.contains(event.target)) menu.open = false;
		}
	});
	document.addEventListener("focusin", (event) => {
		for (const menu of openMenus()) {
			if (!menu.contains(event.target)) menu.open = false;
		}
	});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape") {
			for (const menu of openMenus()) {
				menu.open = false;
				menu.querySelector("summary").focus();
			}
			const box = event.target.closest(".searchbox");
			if (box) box.querySelector(".suggest")?.replaceChildren();
		}
		if (event.key === "ArrowDown" || event.key === "ArrowUp") moveInSuggestions(event);
	});

	// Arrows walk from the search field through its suggestions and back.
	const moveInSuggestions = (event) => {
		const box = event.target.closest(".searchbox");
		const links = box ? [...box.querySelectorAll(".suggest a")] : [];
		if (!links.length) return;
		const field = box.querySelector("input[type=search]");
		const stops = [field, ...links];
		const step = event.key === "ArrowDown" ? 1 : -1;
		const at = stops.indexOf(event.target);
		stops[(at + step + stops.length) % stops.length].focus();
		event.preventDefault();
	};

	// The contents of a page follow what is being read.
	const contents = document.querySelector(".toc nav[data-follow]");
	if (contents && "IntersectionObserver" in window) {
		const links = new Map();
		for (const link of contents.querySelectorAll("a[href^='#']")) {
			const target = document.getElementById(link.hash.slice(1));
			if (target) links.set(target, link);
		}
		const seen = new Set();
		const watch = new IntersectionObserver(
			(entries) => {
				for (const entry of entries) {
					if (entry.isIntersecting) seen.add(entry.target);
					else seen.delete(entry.target);
				}
				const first = [...links.keys()].find((target) => seen.has(target));
				if (!first) return;
				for (const link of links.values()) link.removeAttribute("aria-current");
				links.get(first).setAttribute("aria-current", "true");
			},
			{ rootMargin: "0px 0px -60% 0px" },
		);
		for (const target of links.keys()) watch.observe(target);
	}

	// New counts replace the filters: what the reader unfolded stays unfolded, and the
	// focus stays on the box that was ticked.
	let unfolded = [];
	let focused = "";
	document.addEventListener("htmx:beforeSwap", (event) => {
		if (event.target.id !== "results") return;
		const folds = document.querySelectorAll("#filters details[open]");
		unfolded = [...folds].map(({ id }) => id);
		focused = document.activeElement.closest("#filters") ? document.activeElement.id : "";
	});
	document.addEventListener("htmx:afterSettle", () => {
		for (const id of unfolded) {
			const fold = document.getElementById(id);
			if (fold) fold.open = true;
		}
		if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
		unfolded = [];
		focused = "";
	});

	// Ticks of checklists stay in this browser.
	document.querySelectorAll("[data-ticks]").forEach((list, number) => {
		const key = `ticks ${location.pathname} ${number}`;
		const boxes = [...list.querySelectorAll("input[type=checkbox]")];
		try {
			const kept = (localStorage.getItem(key) || "").split(" ");
			for (const [index, box] of boxes.entries()) box.checked = kept.includes(`${index}`);
			list.addEventListener("change", () => {
				const ticked = boxes.flatMap((box, index) => (box.checked ? [index] : []));
				localStorage.setItem(key, ticked.join(" "));
			});
			list.querySelector("p[hidden]").hidden = false;
		} catch {
			// A browser that keeps nothing still lets people tick.
		}
	});

	// A password can be shown while it is typed; it is sent as a password.
	for (const button of document.querySelectorAll("[data-reveal]")) {
		const field = document.getElementById(button.dataset.reveal);
		const show = (shown) => {
			field.type = shown ? "text" : "password";
			button.setAttribute("aria-pressed", shown);
		};
		button.hidden = false;
		button.addEventListener("click", () => show(field.type === "password"));
		field.form.addEventListener("submit", () => show(false));
	}

	// Without a network a form stays where it is, with all that was typed.
	document.addEventListener("submit", (event) => {
		const form = event.target;
		form.querySelector(".offline")?.remove();
		if (navigator.onLine || form.getAttribute("method") !== "post") return;
		event.preventDefault();
		form.append(document.getElementById("offline").content.cloneNode(true));
	});

	// That a result was opened is counted, not by whom.
	for (const kind of ["click", "auxclick"]) document.addEventListener(kind, ({ target }) => {
		const list = target.closest("h3 a")?.closest("[data-search]");
		if (!list) return;
		const { search: token, opened, before } = list.dataset;
		const place = +before + 1 + [...list.children].indexOf(target.closest("li"));
		navigator.sendBeacon?.(opened, new URLSearchParams({ token, place }));
	});

	// While somebody reads, look now and then whether others wrote.
	setInterval(() => {
		if (!document.hidden) document.querySelectorAll("[data-quiet]").forEach((el) => htmx.trigger(el, "quiet"));
	}, 60000);

	// Whoever goes on with a text, or answers a quotation, writes at its end.
	document.addEventListener("htmx:load", ({ target }) => {
		const text = target.querySelector("textarea[autofocus]");
		text?.setSelectionRange(text.value.length, text.value.length);
	});

	// A name that was chosen stands where somebody began to type it.
	document.addEventListener("click", ({ target }) => {
		const name = target.closest("[data-insert]")?.dataset.insert;
		if (!name) return;
		const text = target.closest("form").querySelector("textarea");
		const end = text.selectionEnd;
		const begun = text.value.slice(0, end).search(/@[\p{L}'-]*$/u);
		text.setRangeText(name, begun < 0 ? end : begun, end, "end");
		text.focus();
	});

	for (const button of document.querySelectorAll("[data-print]")) {
		button.hidden = false;
		button.addEventListener("click", () => window.print());
	}

	// Key facts and filters stand folded on phones; printed pages show them all.
	window.addEventListener("beforeprint", () => {
		for (const drawer of document.querySelectorAll("details.drawer, details.qa")) {
			drawer.open = true;
		}
	});
})();
