// What is served: small, named by its content, and nothing inline for a content policy to forbid.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = process.env.DIST ?? fileURLToPath(new URL('../../web/dist/', import.meta.url));
const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const bytesOf = (entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name));

describe('the built page', () => {
  it('is under 120 KB, gzipped', () => {
    const sizes = files.map((entry) => gzipSync(bytesOf(entry)).length);
    assert.ok(sizes.length >= 3);
    assert.ok(sizes.reduce((sum, size) => sum + size) < 120_000);
  });

  it('names each file but the document by its content', () => {
    const plain = files.map(({ name }) => name).filter((name) => !/-[\w-]{8}\.(js|css|svg)$/.test(name));
    assert.deepEqual(plain, ['index.html']);
  });

  it('has no inline script, style or handler, and names no other host', () => {
    const page = readFileSync(join(DIST, 'index.html'), 'utf8');
    assert.deepEqual(page.match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|https?:/g), null);
    for (const entry of files.filter(({ name }) => name.endsWith('.css'))) {
      assert.deepEqual(bytesOf(entry).toString().match(/@import|url\(/g), null);
    }
  });
});
