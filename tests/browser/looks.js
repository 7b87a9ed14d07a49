// What axe does not look at. Each function returns sentences about what is wrong.
window.looks = (() => {
	"use strict";
	const name = (element) => {
		const text = (element.getAttribute("aria-label") || element.textContent || "").trim();
		const first = element.cloneNode(false).outerHTML.slice(0, 90);
		return `${first} ${text.replace(/\s+/g, " ").slice(0, 40)}`;
	};
	const all = (selector) => [...document.querySelectorAll(selector)];
	const seen = (element) =>
		element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
		element.getClientRects().length > 0;

	const headings = () => {
		const wrong = [];
		const levels = all("h1, h2, h3, h4, h5, h6").filter(seen);
		const numbers = levels.map((heading) => Number(heading.tagName[1]));
		if (numbers.filter((level) => level === 1).length !== 1) wrong.push("not one h1");
		if (numbers[0] !== 1) wrong.push("the first heading is no h1");
		for (const [index, level] of numbers.entries()) {
			if (index && level > numbers[index - 1] + 1) {
				wrong.push(`a level is skipped before ${name(levels[index])}`);
			}
		}
		return wrong;
	};

	const landmarks = () => {
		const wrong = [];
		for (const selector of ["main", "body > header", "body > footer"]) {
			if (all(selector).length !== 1) wrong.push(`not one ${selector}`);
		}
		const labels = all("nav, [role=navigation]").filter(seen).map((nav) => {
			const by = document.getElementById(nav.getAttribute("aria-labelledby") || "");
			return nav.getAttribute("aria-label") || by?.textContent || "";
		});
		if (labels.some((label) => !label.trim())) wrong.push("a navigation without a name");
		if (new Set(labels).size < labels.length) wrong.push(`names twice: ${labels}`);
		if (!document.documentElement.lang) wrong.push("no language");
		if (!document.title.trim()) wrong.push("no title");
		return wrong;
	};

	const sideways = () => {
		const room = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= room) return [];
		const wide = all("main *, header *, footer *").filter(
			(element) => seen(element) && element.getBoundingClientRect().right > room + 1,
		);
		return [`wider than ${room}: ${wide.length ? name(wide.at(-1)) : "the page"}`];
	};

	const texts = () => {
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const found = [];
		while (walker.nextNode()) {
			const node = walker.currentNode;
			const element = node.parentElement;
			if (!node.data.trim() || !seen(element)) continue;
			if (element.closest(".vh, .skip, script, style, svg, option, select")) continue;
			found.push([node, element]);
		}
		return found;
	};

	// A box that hides what does not fit, though it holds text of the reader.
	const clipped = () => {
		const wrong = new Set();
		for (const [, element] of texts()) {
			for (let box = element; box && box !== document.body; box = box.parentElement) {
				const { overflowX, overflowY, clipPath } = getComputedStyle(box);
				if (clipPath.includes("50%")) break;
				const hidden = (overflow) => overflow === "hidden" || overflow === "clip";
				const lost =
					(hidden(overflowX) && box.scrollWidth > box.clientWidth + 1) ||
					(hidden(overflowY) && box.scrollHeight > box.clientHeight + 1);
				if (lost) wrong.add(`text is cut off in ${name(box)}`);
			}
		}
		return [...wrong];
	};

	// The rectangles of words that are drawn over each other, lines' own leading aside.
	const overlapping = () => {
		const pieces = [];
		for (const [node, element] of texts()) {
			const range = document.createRange();
			range.selectNodeContents(node);
			for (const { left, right, top, bottom, height } of range.getClientRects()) {
				const trim = height * 0.18;
				if (right - left > 2 && inside(element, left, top)) {
					pieces.push([left, right, top + trim, bottom - trim, element]);
				}
			}
		}
		const wrong = new Set();
		pieces.sort((one, other) => one[2] - other[2]);
		for (const [index, [left, right, , bottom, element]] of pieces.entries()) {
			for (let next = index + 1; next < pieces.length; next++) {
				const [left2, right2, top2, bottom2, other] = pieces[next];
				if (top2 >= bottom) break;
				const across = Math.min(right, right2) - Math.max(left, left2);
				const down = Math.min(bottom, bottom2) - top2;
				if (across > 2 && down > 2) wrong.add(`${name(element)} over ${name(other)}`);
			}
		}
		return [...wrong];
	};

	// Words scrolled out of a box that scrolls are not drawn.
	const inside = (element, left, top) => {
		for (let box = element; box && box !== document.body; box = box.parentElement) {
			if (getComputedStyle(box).overflowX === "visible") continue;
			const frame = box.getBoundingClientRect();
			if (left >= frame.right || top >= frame.bottom || top < frame.top - 1) return false;
		}
		return true;
	};

	const moving = () => {
		const seconds = (text) => Math.max(...text.split(",").map((part) => parseFloat(part)));
		const wrong = new Set();
		for (const element of all("*")) {
			for (const part of [null, "::before", "::after"]) {
				const style = getComputedStyle(element, part);
				const animated = style.animationName !== "none" && seconds(style.animationDuration);
				const moves = Math.max(animated || 0, seconds(style.transitionDuration));
				if (moves > 0.01) wrong.add(`moves for ${moves} s: ${name(element)}`);
			}
		}
		if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") {
			wrong.add("scrolls smoothly");
		}
		return [...wrong];
	};

	// Where the reader is, and what is pressed, differs from what stands beside it.
	const dress = (element) => {
		const style = getComputedStyle(element);
		const drawn = ["borderTop", "borderRight", "borderBottom", "borderLeft", "outline"];
		const lines = drawn.map((side) => {
			const [line, width] = [style[`${side}Style`], parseFloat(style[`${side}Width`])];
			return line === "none" || !width ? "" : `${line} ${width} ${style[`${side}Color`]}`;
		});
		const { color, backgroundColor, fontWeight, textDecorationLine } = style;
		return [...lines, color, backgroundColor, fontWeight, textDecorationLine].join();
	};
	const pressed = () => {
		const wrong = [];
		for (const element of all("[aria-current]:not([aria-current=false]), [aria-pressed=true]")) {
			if (!seen(element)) continue;
			const attribute = element.hasAttribute("aria-pressed") ? "aria-pressed" : "aria-current";
			const value = element.getAttribute(attribute);
			const before = dress(element);
			if (attribute === "aria-current") element.removeAttribute(attribute);
			else element.setAttribute(attribute, "false");
			const same = before === dress(element) && !element.querySelector(".i");
			if (same) wrong.push(`looks like the others: ${name(element)}`);
			element.setAttribute(attribute, value);
		}
		return wrong;
	};

	const REACHED =
		"a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]";
	const stops = () => {
		const groups = new Set();
		// Of a group of radio buttons the chosen one is reached, else the first.
		const chosen = new Set(all("input[type=radio]:checked").map(({ name }) => name));
		return all(REACHED).filter((element) => {
			if (element.disabled || element.tabIndex < 0 || !seen(element)) return false;
			if (element.type !== "radio") return true;
			if (chosen.has(element.name)) return element.checked;
			const first = !groups.has(element.name);
			groups.add(element.name);
			return first;
		});
	};

	const visited = [];
	const outlined = (element) => {
		const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
		return (
			outlineStyle !== "none" &&
			parseFloat(outlineWidth) >= 2 &&
			!/^rgba.*, 0\)$|\/ 0\)$|transparent/.test(outlineColor)
		);
	};
	const covered = (element) => {
		const rects = [...element.getClientRects()].filter(({ width, height }) => width && height);
		return !rects.some(({ left, right, top, bottom }) => {
			const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
			return at && (element.contains(at) || at.contains(element) || at.control === element);
		});
	};
	const follow = () => {
		visited.length = 0;
		document.addEventListener(
			"keyup",
			() => {
				const element = document.activeElement;
				const away = element === document.body;
				// The parts of a day are stops of one field.
				if (element.type === "date" && visited.at(-1)?.element === element) return;
				visited.push({
					element,
					outlined: away || outlined(element),
					covered: !away && covered(element),
				});
			},
			true,
		);
	};
	// One walk: from the first stop until it comes again, or the focus leaves the page
	// (a busy browser may then take its time to bring it back).
	const walk = () => {
		const elements = visited.map(({ element }) => element);
		const start = elements.indexOf(stops()[0]);
		const ends = [elements[start], document.body].map((end) => elements.indexOf(end, start + 1));
		const end = Math.min(...ends.filter((index) => index > 0));
		return start < 0 || end === Infinity ? null : visited.slice(start, end);
	};
	const round = () => walk() !== null;
	const walked = () => {
		const once = walk() || visited;
		const wrong = { keyboard: [], focus: [] };
		if (!walk()) wrong.keyboard.push("the walk does not come round");
		for (const stop of stops()) {
			const times = once.filter(({ element }) => element === stop).length;
			if (times !== 1) wrong.keyboard.push(`${times} times at ${name(stop)}`);
		}
		for (const { element, outlined, covered } of once) {
			if (!outlined) wrong.focus.push(`no outline: ${name(element)}`);
			if (covered) wrong.focus.push(`covered: ${name(element)}`);
		}
		return wrong;
	};

	// A form with mistakes says so first, has the focus there, and ties words to fields.
	const mistakes = () => {
		const wrong = [];
		const summary = all("main [role=alert]").filter(seen)[0];
		if (!summary) return ["no summary of the mistakes"];
		const invalid = all("main [aria-invalid=true]");
		const at = document.activeElement;
		if (!summary.contains(at) && !invalid.includes(at)) wrong.push("the focus is elsewhere");
		for (const field of invalid) {
			const ids = (field.getAttribute("aria-describedby") || "").split(" ");
			const words = ids.map((id) => document.getElementById(id)?.textContent.trim());
			if (words.includes(undefined) || words.includes("")) wrong.push(`words of ${name(field)}`);
			if (!summary.querySelector(`a[href="#${field.id}"]`)) wrong.push(`no link to ${name(field)}`);
		}
		return wrong;
	};

	const spread = () => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important;
			word-spacing: .16em !important} p {margin-bottom: 2em !important}`);
		document.adoptedStyleSheets.push(sheet);
	};

	return {
		headings, landmarks, sideways, clipped, overlapping, moving, pressed,
		follow, round, walked, mistakes, spread,
	};
})();
