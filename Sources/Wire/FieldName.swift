//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The header fields that decide something; every other is `other` and is only carried.
package enum FieldName: UInt8, Sendable {
    case other
    case authorization
    case connection
    case contentLength
    case contentType
    case cookie
    case expect
    case host
    case http2Settings
    case keepAlive
    case location
    case passthrough
    case proxy
    case setCookie
    case te
    case timing
    case trailer
    case transferEncoding
    case upgrade
    case userAgent
}

/// A field name folded into three words while it is scanned: lower case, eight bytes a word, pushed in from the right.
///
/// Two different names may share a key (bytes beyond the 24th push the first out), so a match is confirmed by its
/// bytes where it matters; names of this file are shorter than that and compare by length and words alone.
package struct FieldKey: Hashable, Sendable {
    package private(set) var first: UInt64 = 0
    package private(set) var second: UInt64 = 0
    package private(set) var third: UInt64 = 0
    package private(set) var length: Int32 = 0

    package init() {}

    package init(_ name: some Sequence<UInt8>) {
        for byte in name { self.append(byte) }
    }

    /// `byte` is a token byte: `| 0x20` lowers letters and leaves digits and `-` alone.
    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        let folded = UInt64(byte | 0x20)
        if self.length < 8 {
            self.first = self.first << 8 | folded
        } else if self.length < 16 {
            self.second = self.second << 8 | folded
        } else {
            self.third = self.third << 8 | folded
        }
        self.length &+= 1
    }
}

extension FieldKey {
    /// The field this name is.
    @inline(__always)
    package var name: FieldName {
        switch self.length {
        case 2: self.first == Words.te ? .te : .other
        case 4: self.first == Words.host ? .host : .other
        case 6: self.nameOfSixBytes
        case 7: self.nameOfSevenBytes
        case 8: self.first == Words.location ? .location : .other
        case 10: self.nameOfTenBytes
        case 12...: self.nameOfManyBytes
        default: .other
        }
    }

    private var nameOfSixBytes: FieldName {
        if self.first == Words.cookie { return .cookie }
        return self.first == Words.expect ? .expect : .other
    }

    private var nameOfSevenBytes: FieldName {
        if self.first == Words.upgrade { return .upgrade }
        return self.first == Words.trailer ? .trailer : .other
    }

    private var nameOfTenBytes: FieldName {
        if self.first == Words.connecti, self.second == Words.on { return .connection }
        if self.first == Words.keepAli, self.second == Words.ve { return .keepAlive }
        if self.first == Words.userAge, self.second == Words.nt { return .userAgent }
        return self.first == Words.setCook && self.second == Words.ie ? .setCookie : .other
    }

    private var nameOfManyBytes: FieldName {
        switch self.first {
        case Words.contentDash:
            if self.length == 14, self.second == Words.length { return .contentLength }
            return self.length == 12 && self.second == Words.type ? .contentType : .other
        case Words.authoriz:
            return self.length == 13 && self.second == Words.ation ? .authorization : .other
        case Words.transfer:
            return self.length == 17 && self.second == Words.dashEncodin && self.third == Words.g
                ? .transferEncoding : .other
        case Words.passthro:
            return self.isPassthrough ? .passthrough : .other
        case Words.proxyCo, Words.proxyAu:
            return self.isProxy ? .proxy : .other
        case Words.http2Se:
            return self.length == 14 && self.second == Words.ttings ? .http2Settings : .other
        default:
            return self.isTiming ? .timing : .other
        }
    }

    /// `Passthrough-` and anything after it.
    private var isPassthrough: Bool {
        guard self.length >= 12 else { return false }
        // The second word holds the bytes from the ninth on, as many as there are, at most eight.
        let present = min(Int(self.length) - 8, 8)
        return self.second >> UInt64((present - 4) * 8) == Words.ughDash
    }

    /// `Proxy-Connection`, `Proxy-Authenticate`, `Proxy-Authorization`.
    private var isProxy: Bool {
        switch self.length {
        case 16: self.first == Words.proxyCo && self.second == Words.nnection
        case 18: self.first == Words.proxyAu && self.second == Words.thentica && self.third == Words.te
        case 19: self.first == Words.proxyAu && self.second == Words.thorizat && self.third == Words.ion
        default: false
        }
    }

    /// The timing fields that are ours on a response (CONTRACT 1.6).
    private var isTiming: Bool {
        switch self.length {
        case 15: self.first == Words.xRespon && self.second == Words.seDashTime
        case 22: self.first == Words.xEndapi && self.second == Words.dashRespons && self.third == Words.eDashTime
        case 23: self.first == Words.xUnifie && self.second == Words.dDashRespon && self.third == Words.seDashTime
        default: false
        }
    }
}

/// Parts of names, eight bytes at most, as `FieldKey` folds them.
private enum Words {
    // `ation`
    @inline(__always) static var ation: UInt64 { 0x61_7469_6F6E }
    // `authoriz`
    @inline(__always) static var authoriz: UInt64 { 0x6175_7468_6F72_697A }
    // `connecti`
    @inline(__always) static var connecti: UInt64 { 0x636F_6E6E_6563_7469 }
    // `content-`
    @inline(__always) static var contentDash: UInt64 { 0x636F_6E74_656E_742D }
    // `cookie`
    @inline(__always) static var cookie: UInt64 { 0x636F_6F6B_6965 }
    // `d-respon`
    @inline(__always) static var dDashRespon: UInt64 { 0x642D_7265_7370_6F6E }
    // `-encodin`
    @inline(__always) static var dashEncodin: UInt64 { 0x2D65_6E63_6F64_696E }
    // `-respons`
    @inline(__always) static var dashRespons: UInt64 { 0x2D72_6573_706F_6E73 }
    // `e-time`
    @inline(__always) static var eDashTime: UInt64 { 0x652D_7469_6D65 }
    // `expect`
    @inline(__always) static var expect: UInt64 { 0x6578_7065_6374 }
    // `g`
    @inline(__always) static var g: UInt64 { 0x67 }
    // `host`
    @inline(__always) static var host: UInt64 { 0x686F_7374 }
    // `http2-se`
    @inline(__always) static var http2Se: UInt64 { 0x6874_7470_322D_7365 }
    // `ie`
    @inline(__always) static var ie: UInt64 { 0x6965 }
    // `ion`
    @inline(__always) static var ion: UInt64 { 0x69_6F6E }
    // `keep-ali`
    @inline(__always) static var keepAli: UInt64 { 0x6B65_6570_2D61_6C69 }
    // `length`
    @inline(__always) static var length: UInt64 { 0x6C65_6E67_7468 }
    // `location`
    @inline(__always) static var location: UInt64 { 0x6C6F_6361_7469_6F6E }
    // `nt`
    @inline(__always) static var nt: UInt64 { 0x6E74 }
    // `nnection`
    @inline(__always) static var nnection: UInt64 { 0x6E6E_6563_7469_6F6E }
    // `on`
    @inline(__always) static var on: UInt64 { 0x6F6E }
    // `passthro`
    @inline(__always) static var passthro: UInt64 { 0x7061_7373_7468_726F }
    // `proxy-au`
    @inline(__always) static var proxyAu: UInt64 { 0x7072_6F78_792D_6175 }
    // `proxy-co`
    @inline(__always) static var proxyCo: UInt64 { 0x7072_6F78_792D_636F }
    // `se-time`
    @inline(__always) static var seDashTime: UInt64 { 0x73_652D_7469_6D65 }
    // `set-cook`
    @inline(__always) static var setCook: UInt64 { 0x7365_742D_636F_6F6B }
    // `te`
    @inline(__always) static var te: UInt64 { 0x7465 }
    // `thentica`
    @inline(__always) static var thentica: UInt64 { 0x7468_656E_7469_6361 }
    // `thorizat`
    @inline(__always) static var thorizat: UInt64 { 0x7468_6F72_697A_6174 }
    // `trailer`
    @inline(__always) static var trailer: UInt64 { 0x74_7261_696C_6572 }
    // `transfer`
    @inline(__always) static var transfer: UInt64 { 0x7472_616E_7366_6572 }
    // `ttings`
    @inline(__always) static var ttings: UInt64 { 0x7474_696E_6773 }
    // `type`
    @inline(__always) static var type: UInt64 { 0x7479_7065 }
    // `ugh-`
    @inline(__always) static var ughDash: UInt64 { 0x7567_682D }
    // `upgrade`
    @inline(__always) static var upgrade: UInt64 { 0x75_7067_7261_6465 }
    // `user-age`
    @inline(__always) static var userAge: UInt64 { 0x7573_6572_2D61_6765 }
    // `ve`
    @inline(__always) static var ve: UInt64 { 0x7665 }
    // `x-endapi`
    @inline(__always) static var xEndapi: UInt64 { 0x782D_656E_6461_7069 }
    // `x-respon`
    @inline(__always) static var xRespon: UInt64 { 0x782D_7265_7370_6F6E }
    // `x-unifie`
    @inline(__always) static var xUnifie: UInt64 { 0x782D_756E_6966_6965 }
}
