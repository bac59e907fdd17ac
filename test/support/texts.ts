/** Texts of every kind that a name can be or must not be. */
export const TEXTS: readonly string[] = [
  ...['Contoso', 'Acme', 'Cc', 'p{Cc}', 'Fabrikam Ltd', 'x', '', '007', '+14155552671', '"1"', '*', '.', '..', '...', '.a', 'a.', 'a b'],
  ...['Zürich', 'Łódź', 'e\u0301', 'n\u0303o', 'ΑΒΓ', 'Привет', 'שלום', 'سلام', 'می\u200Cخواهم', 'क्\u200Dष', '東京', 'ｶﾀｶﾅ'],
  ...['😀', 'a😀b', '👩\u200D💻', '🇬🇧', '𝒳', '\u{20000}', '\u{10FFFF}'],
  ...[' ', '  ', ' a', 'a ', '\u00A0', '\u00A0a', '\u1680', '\u2003', '\u2028', '\u2029a', '\u202F', '\u3000', '\uFEFF', '\uFEFFa'],
  ...['\u200B', 'a\u200Bb', 'a\u200Db', 'a\u2060b', 'a\u00ADb', 'a\u202Eb', 'a\u061Cb', 'a\u2800b', 'a\uE000b', 'a\uFFFCb', 'a\uFFFDb'],
  ...['\u0000', 'a\u0000b', 'a\u0008b', 'a\tb', 'a\nb', 'a\r\nb', 'a\u000Bb', 'a\u001Fb', 'a\u007Fb', 'a\u0080b', 'a\u0085b', 'a\u009Fb'],
  ...['\uD800', 'a\uD800b', 'a\uDC00b', '\uDE00\uD83D'],
  ...['a:b', 'a"b', 'a\\b', 'a/b', '__proto__', 'a@b', 'a@b@c', '@', '!', '~', '[a]', '-', '^', 'ß', 'ı', 'K', 'ſ'],
];
