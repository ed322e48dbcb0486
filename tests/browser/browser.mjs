// Starts Debian's Chromium, and opens pages in it with everything that they do on record.
import { chromium } from "playwright-core";
import { pathToFileURL } from "node:url";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];

export function start() {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    return chromium.launch({ executablePath, args: flags });
}

/** Opens a file in a context of its own. `record` gathers what a page must not do: messages, errors, requests. */
export async function open(browser, file, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
    const page = await context.newPage();
    const record = [];
    const address = pathToFileURL(file).href;
    page.on("console", (message) => record.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => record.push(`error: ${error.message}`));
    page.on("request", (request) => {
        const own = request.url() === address || request.url().startsWith("data:");
        if (!own) record.push(`request: ${request.url()}`);
    });
    await page.goto(address);
    return { page, record, close: () => context.close() };
}
