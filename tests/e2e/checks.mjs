// What must hold on every page, in every state, theme and size.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function axeIsClean(visit, where) {
  await visit.page.evaluate(`typeof axe === 'object' || (() => { ${AXE} })()`);
  const violations = await visit.page.evaluate(async (values) => {
    const result = await window.axe.run(document, { runOnly: { type: 'tag', values } });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
  }, RULES);
  assert.deepEqual(violations, [], `axe finds violations on ${where}`);
}

export async function doesNotScrollSideways(visit, where) {
  const [content, room] = await visit.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= room, `${where} is ${content} px wide in a window of ${room} px`);
}

// A figure must lie within its cell, and its cell within the window or a box that scrolls.
export async function clipsNoFigure(visit, where) {
  const clipped = await visit.page.evaluate(() => {
    const bad = [];
    const inScrollingBox = (element) => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        const flow = getComputedStyle(at).overflowX;
        if ((flow === 'auto' || flow === 'scroll') && at.scrollWidth > at.clientWidth) return true;
      }
      return false;
    };
    for (const cell of document.querySelectorAll('td.num, .figure')) {
      if (cell.scrollWidth > cell.clientWidth) bad.push(`${cell.textContent.trim()} (${cell.scrollWidth} > ${cell.clientWidth})`);
    }
    for (const figure of document.querySelectorAll('data, time, .figure, td.num span.unknown')) {
      const box = figure.getBoundingClientRect();
      if (box.width === 0) continue;
      const home = figure.closest('td, dd, button') ?? document.body;
      const room = home.getBoundingClientRect();
      if (box.left < room.left - 1 || box.right > room.right + 1) bad.push(`${figure.textContent} leaves its cell`);
      if ((box.right > innerWidth + 1 || box.left < -1) && !inScrollingBox(figure)) bad.push(`${figure.textContent} leaves the window`);
    }
    return bad;
  });
  assert.deepEqual(clipped, [], `figures are clipped on ${where}`);
}

// Cells of one row must not lie over each other.
export async function overlapsNoFigures(visit, where) {
  const over = await visit.page.evaluate(() => {
    const bad = [];
    for (const row of document.querySelectorAll('tr.row')) {
      const figures = [...row.querySelectorAll('data, time, .num span.unknown')].map((one) => [one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
      figures.forEach(([text, a], index) => {
        for (const [other, b] of figures.slice(index + 1)) {
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (wide > 1 && high > 6) bad.push(`${text} over ${other}`);
        }
      });
    }
    return bad;
  });
  assert.deepEqual(over, [], `figures lie over each other on ${where}`);
}

// Nothing was said to another host, and nobody complained (the content policy would, in the console).
export function staysAtHome(visit, where, { expected = [] } = {}) {
  assert.deepEqual([...visit.hosts], [new URL(visit.base).host], `${where} spoke to other hosts`);
  const rest = visit.errors.filter((text) => !expected.some((pattern) => pattern.test(text)));
  assert.deepEqual(rest, [], `the console complains on ${where}`);
}

// No cell that should hold a word or a figure is blank.
export async function leavesNothingBlank(visit, where) {
  const blank = await visit.page.evaluate(() =>
    [...document.querySelectorAll('tr.row td')].filter((cell) => cell.textContent.trim() === '').map((cell) => cell.dataset.label ?? cell.className),
  );
  assert.deepEqual(blank, [], `cells are blank on ${where}`);
}

// A plain word that people read stands on one line; ids may break anywhere.
export async function breaksNoWord(visit, where) {
  const broken = await visit.page.evaluate(() => {
    const bad = [];
    for (const cell of document.querySelectorAll('tr.row td')) {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (const { 0: word, index } of texts.currentNode.data.matchAll(/(?<=^|\s)[a-z]{1,14}(?=$|[\s,.;:])/gi)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (lines.size > 1) bad.push(word);
        }
      }
    }
    return bad;
  });
  assert.deepEqual(broken, [], `words are broken on ${where}`);
}

export async function looksRight(visit, where) {
  await doesNotScrollSideways(visit, where);
  await clipsNoFigure(visit, where);
  await overlapsNoFigures(visit, where);
  await leavesNothingBlank(visit, where);
  await breaksNoWord(visit, where);
  await axeIsClean(visit, where);
}
