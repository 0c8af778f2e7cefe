// istanbul-lib-report (seen in 3.0.1) writes attributes of xml as they are, and its reporters escape names but not paths:
// a directory called "R&D" makes clover and cobertura files that no parser takes. Runs in the CLI process.

import type { Context } from 'istanbul-lib-report';

interface XmlWriter {
  openTag(name: string, attributes?: XmlAttributes): void;
  inlineTag(name: string, attributes?: XmlAttributes | null, content?: string): void;
}

type XmlAttributes = Record<string, unknown>;

/** Makes every xml writer of this context escape what has not been escaped yet. */
export function escapeXmlAttributes(context: Context): void {
  // The method's real name; the type declarations spell it getXmlWriter.
  const untyped = context as unknown as { getXMLWriter: (contentWriter: unknown) => XmlWriter };
  const create = untyped.getXMLWriter.bind(context);
  untyped.getXMLWriter = (contentWriter) => {
    const writer = create(contentWriter);
    const openTag = writer.openTag.bind(writer);
    const inlineTag = writer.inlineTag.bind(writer);
    writer.openTag = (name, attributes) => openTag(name, escapeValues(attributes));
    writer.inlineTag = (name, attributes, content) =>
      inlineTag(name, escapeValues(attributes), content === undefined ? undefined : escapeXml(content));
    return writer;
  };
}

function escapeValues(attributes: XmlAttributes | null | undefined): XmlAttributes {
  return Object.fromEntries(Object.entries(attributes ?? {}).map(([key, value]) => [key, escapeXml(String(value))]));
}

function escapeXml(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt|quot|#39);)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
