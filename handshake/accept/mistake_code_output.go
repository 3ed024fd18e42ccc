package accept

import (
	"slices"
	"sync"
)

// outputCode is the code of the mistakes with the hash and after it, by id.
var outputCode = sync.OnceValue(func() map[string][]Code {
	return map[string][]Code{
		"acc-hex-b64": slices.Concat(insteadOf(encodeLine, lines{
			Go:         `accept := base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:])))`,
			JavaScript: `const accept = btoa(sum.toString("hex"))`,
			Java:       `String accept = Base64.getEncoder().encodeToString(HexFormat.of().formatHex(sum).getBytes(US_ASCII));`,
			CSharp:     `string accept = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToHexString(sum).ToLowerInvariant()));`,
		}), insteadOf(hashLine, lines{
			Python: `digest = hashlib.sha1((key + guid).encode()).hexdigest().encode()`,
			PHP:    `$sum = sha1($key . $guid); // 40 digits instead of 20 bytes`,
		})),
		"acc-hex-b64-upper": insteadOf(encodeLine, lines{
			Go:         `accept := base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%X", sum))`,
			JavaScript: `const accept = btoa(sum.toString("hex").toUpperCase())`,
			Python:     `accept = base64.b64encode(base64.b16encode(digest)).decode()`,
			Java:       `String accept = Base64.getEncoder().encodeToString(HexFormat.of().withUpperCase().formatHex(sum).getBytes(US_ASCII));`,
			CSharp:     `string accept = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToHexString(sum)));`,
			PHP:        `$accept = base64_encode(strtoupper(bin2hex($sum)));`,
		}),
		"acc-hex": insteadOf(encodeLine, lines{
			Go:         `accept := hex.EncodeToString(sum[:])`,
			JavaScript: `const accept = sum.toString("hex")`,
			Python:     `accept = digest.hex()`,
			Java:       `String accept = HexFormat.of().formatHex(sum);`,
			CSharp:     `string accept = Convert.ToHexString(sum).ToLowerInvariant();`,
			PHP:        `$accept = bin2hex($sum);`,
		}),
		"acc-sha256": insteadOf(hashLine, lines{
			Go:         `sum := sha256.Sum256([]byte(key + guid))`,
			JavaScript: `const sum = createHash("sha256").update(key + guid).digest()`,
			Python:     `digest = hashlib.sha256((key + guid).encode()).digest()`,
			Java:       `byte[] sum = MessageDigest.getInstance("SHA-256").digest((key + guid).getBytes(US_ASCII));`,
			CSharp:     `byte[] sum = SHA256.HashData(Encoding.ASCII.GetBytes(key + guid));`,
			PHP:        `$sum = hash("sha256", $key . $guid, true);`,
		}),
		"acc-md5": insteadOf(hashLine, lines{
			Go:         `sum := md5.Sum([]byte(key + guid))`,
			JavaScript: `const sum = createHash("md5").update(key + guid).digest()`,
			Python:     `digest = hashlib.md5((key + guid).encode()).digest()`,
			Java:       `byte[] sum = MessageDigest.getInstance("MD5").digest((key + guid).getBytes(US_ASCII));`,
			CSharp:     `byte[] sum = MD5.HashData(Encoding.ASCII.GetBytes(key + guid));`,
			PHP:        `$sum = md5($key . $guid, true);`,
		}),
		"acc-no-hash": insteadOf(hashLine, lines{
			Go:         `sum := []byte(key + guid)`,
			JavaScript: `const sum = Buffer.from(key + guid)`,
			Python:     `digest = (key + guid).encode()`,
			Java:       `byte[] sum = (key + guid).getBytes(US_ASCII);`,
			CSharp:     `byte[] sum = Encoding.ASCII.GetBytes(key + guid);`,
			PHP:        `$sum = $key . $guid;`,
		}),
		"acc-base64url": insteadOf(encodeLine, lines{
			Go:         `accept := base64.URLEncoding.EncodeToString(sum[:])`,
			JavaScript: `const accept = sum.toString("base64url") // which leaves out the "=" as well`,
			Python:     `accept = base64.urlsafe_b64encode(digest).decode()`,
			Java:       `String accept = Base64.getUrlEncoder().encodeToString(sum);`,
			CSharp:     `string accept = Convert.ToBase64String(sum).Replace('+', '-').Replace('/', '_');`,
			PHP:        `$accept = strtr(base64_encode($sum), "+/", "-_");`,
		}),
		"acc-unpadded": insteadOf(encodeLine, lines{
			Go:         `accept := base64.RawStdEncoding.EncodeToString(sum[:])`,
			JavaScript: `const accept = sum.toString("base64").replace(/=+$/, "")`,
			Python:     `accept = base64.b64encode(digest).decode().rstrip("=")`,
			Java:       `String accept = Base64.getEncoder().withoutPadding().encodeToString(sum);`,
			CSharp:     `string accept = Convert.ToBase64String(sum).TrimEnd('=');`,
			PHP:        `$accept = rtrim(base64_encode($sum), "=");`,
		}),
		"acc-double-b64": insteadOf(fieldLine, lines{
			Go:         `w.Header().Set("Sec-WebSocket-Accept", base64.StdEncoding.EncodeToString([]byte(accept)))`,
			JavaScript: "socket.write(`Sec-WebSocket-Accept: ${btoa(accept)}\\r\\n`)",
			Python:     `field = f"Sec-WebSocket-Accept: {base64.b64encode(accept.encode()).decode()}\r\n"`,
			Java:       `response.setHeader("Sec-WebSocket-Accept", Base64.getEncoder().encodeToString(accept.getBytes(US_ASCII)));`,
			CSharp:     `response.Headers["Sec-WebSocket-Accept"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(accept));`,
			PHP:        `$field = "Sec-WebSocket-Accept: " . base64_encode($accept) . "\r\n";`,
		}),
		"acc-hmac": insteadOf(hashLine, lines{
			Go:         `h := hmac.New(sha1.New, []byte(guid)); h.Write([]byte(key)); sum := h.Sum(nil)`,
			JavaScript: `const sum = createHmac("sha1", guid).update(key).digest()`,
			Python:     `digest = hmac.new(guid.encode(), key.encode(), hashlib.sha1).digest()`,
			Java:       `mac.init(new SecretKeySpec(guid.getBytes(US_ASCII), "HmacSHA1")); byte[] sum = mac.doFinal(key.getBytes(US_ASCII));`,
			CSharp:     `byte[] sum = HMACSHA1.HashData(Encoding.ASCII.GetBytes(guid), Encoding.ASCII.GetBytes(key));`,
			PHP:        `$sum = hash_hmac("sha1", $key, $guid, true);`,
		}),
		"acc-double-hash": insteadOf(encodeLine, lines{
			Go:         `sum = sha1.Sum(sum[:]); accept := base64.StdEncoding.EncodeToString(sum[:])`,
			JavaScript: `const accept = createHash("sha1").update(sum).digest("base64")`,
			Python:     `accept = base64.b64encode(hashlib.sha1(digest).digest()).decode()`,
			Java:       `String accept = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(sum));`,
			CSharp:     `string accept = Convert.ToBase64String(SHA1.HashData(sum));`,
			PHP:        `$accept = base64_encode(sha1($sum, true));`,
		}),
		"acc-truncated": insteadOf(encodeLine, lines{
			Go:         `accept := base64.StdEncoding.EncodeToString(sum[:16])`,
			JavaScript: `const accept = sum.subarray(0, 16).toString("base64")`,
			Python:     `accept = base64.b64encode(digest[:16]).decode()`,
			Java:       `String accept = Base64.getEncoder().encodeToString(Arrays.copyOf(sum, 16));`,
			CSharp:     `string accept = Convert.ToBase64String(sum, 0, 16);`,
			PHP:        `$accept = base64_encode(substr($sum, 0, 16));`,
		}),
		"acc-echo": insteadOf(encodeLine, lines{
			Go:         `accept := key`,
			JavaScript: `const accept = key`,
			Python:     `accept = key`,
			Java:       `String accept = key;`,
			CSharp:     `string accept = key;`,
			PHP:        `$accept = $key;`,
		}),
		"acc-escaped": insteadOf(fieldLine, lines{
			Go:         `w.Header().Set("Sec-WebSocket-Accept", url.QueryEscape(accept))`,
			JavaScript: "socket.write(`Sec-WebSocket-Accept: ${encodeURIComponent(accept)}\\r\\n`)",
			Python:     `field = f"Sec-WebSocket-Accept: {urllib.parse.quote_plus(accept)}\r\n"`,
			Java:       `response.setHeader("Sec-WebSocket-Accept", URLEncoder.encode(accept, UTF_8));`,
			CSharp:     `response.Headers["Sec-WebSocket-Accept"] = Uri.EscapeDataString(accept);`,
			PHP:        `$field = "Sec-WebSocket-Accept: " . urlencode($accept) . "\r\n";`,
		}),
		"acc-plus-space": insteadOf(fieldLine, lines{
			Go:         `text, _ := url.QueryUnescape(accept); w.Header().Set("Sec-WebSocket-Accept", text)`,
			JavaScript: "socket.write(`Sec-WebSocket-Accept: ${new URLSearchParams(\"v=\" + accept).get(\"v\")}\\r\\n`)",
			Python:     `field = f"Sec-WebSocket-Accept: {urllib.parse.unquote_plus(accept)}\r\n"`,
			Java:       `response.setHeader("Sec-WebSocket-Accept", URLDecoder.decode(accept, UTF_8));`,
			CSharp:     `response.Headers["Sec-WebSocket-Accept"] = WebUtility.UrlDecode(accept);`,
			PHP:        `$field = "Sec-WebSocket-Accept: " . urldecode($accept) . "\r\n";`,
		}),
		"acc-case": insteadOf(fieldLine, lines{
			Go:         `w.Header().Set("Sec-WebSocket-Accept", strings.ToLower(accept))`,
			JavaScript: "socket.write(`Sec-WebSocket-Accept: ${accept}\\r\\n`.toLowerCase())",
			Python:     `field = f"Sec-WebSocket-Accept: {accept}\r\n".lower()`,
			Java:       `response.setHeader("Sec-WebSocket-Accept", accept.toLowerCase());`,
			CSharp:     `response.Headers["Sec-WebSocket-Accept"] = accept.ToLowerInvariant();`,
			PHP:        `$field = strtolower("Sec-WebSocket-Accept: $accept\r\n");`,
		}),
		"acc-static-sample": insteadOf(encodeLine, lines{
			Go:         `const accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="`,
			JavaScript: `const accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="`,
			Python:     `accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="`,
			Java:       `String accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";`,
			CSharp:     `string accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";`,
			PHP:        `$accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";`,
		}),
	}
})
