const HEAD_BYTES = 200;
const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/;

/** Encoding of a file: that of its byte order mark, else the declared one, else UTF-8 (XML 1.0, appendix F). */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = String.fromCharCode(...bytes.subarray(0, HEAD_BYTES)).replace(/^\u00ef\u00bb\u00bf/, '');
  const declared = DECLARED.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  // Who can read the declaration byte by byte has no file of two bytes per character before him.
  return declared.startsWith('utf-16') ? 'utf-8' : declared;
}

/** Reads the bytes of an XML file in the encoding that it declares. Characters that cannot be read become U+FFFD, which the rule `encoding` reports. */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    // A label that nobody knows: UTF-8 is what the file is most likely written in.
    return new TextDecoder('utf-8').decode(bytes);
  }
}
