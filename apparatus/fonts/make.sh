#!/usr/bin/env bash
# Make the web fonts again. Literata, roman and italic: Latin with the marks that transliterated Urdu needs, old-style, tabular and
# superior figures, small capitals: whole, for books, cards and drawings, and in two parts for pages (fonts.css), of which the first has what this kind of
# prose is written with and the rest is fetched where one of its letters stands. Ligatures and pairs go over no such border. Noto Naskh Arabic: the letters, vowels and figures of Urdu (of the Arabic signs that it does not write, none), and the space between words, without which the PDF draws boxes; precompose.py says why its dots are put in, reached.py what is left out. Needs npm; takes fonttools and uharfbuzz from PyPI.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../docs/assets/fonts"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for package in literata@0.4.3 noto-naskh-arabic@0.4.5 noto-nastaliq-urdu@0.4.2; do
  npm pack --silent --pack-destination "$work" "@expo-google-fonts/$package" >/dev/null
  mkdir "$work/${package%@*}"
  tar xzf "$work"/*"${package%@*}"*.tgz -C "$work/${package%@*}"
done
python=../../../.venv/bin/python
"$python" -m pip install --quiet fonttools==4.68.0 brotli==1.2.1
letters="U+20-7E,U+A0,U+A3,U+A7,U+A9,U+AB,U+B0,U+B1,U+B6,U+B7,U+BB,U+BD,U+BF-FF,U+100,U+101,U+10D,U+112,U+113,U+11F,U+12A,U+12B,\
U+131,U+14C,U+14D,U+15A,U+15B,U+15E,U+15F,U+160,U+161,U+16A,U+16B,U+17D,U+17E,U+1E0C,U+1E0D,U+1E24,U+1E25,U+1E43,U+1E47,U+1E5B,\
U+1E62,U+1E63,U+1E6C,U+1E6D,U+1E92,U+1E93,U+2BB,U+2BC,U+2BE,U+2BF,U+2010-2015,U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+2030,\
U+2032,U+2033,U+2039,U+203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212"
first="U+20,U+21,U+26,U+28,U+29,U+2C-3B,U+3F,U+41-5B,U+5D,U+61-7A,U+A0,U+B7,U+2013,U+2018,U+2019,U+201C,U+201D,U+2026,U+203A"
roman="$first,U+22,U+25,U+5F,U+A3,U+B6,U+F6,U+2191"
italic="$first,U+2192,U+101,U+12B,U+16B,U+1E25,U+1E6D,U+1E93,U+2BE,U+2BF"
rest() { # the letters but for those of $1
  "$python" - "$letters" "$1" <<'END'
import sys
def points(said):
    for part in said.replace("U+", "").split(","):
        ends = [int(end, 16) for end in part.split("-")]
        yield from range(ends[0], ends[-1] + 1)
print(",".join(f"U+{point:X}" for point in sorted(set(points(sys.argv[1])) - set(points(sys.argv[2])))))
END
}
part() { # the letters of $2 and the features $3 of the face $1, as literata-$4.woff2, without the tables that no browser reads
  "$python" -m fontTools.subset "$work/literata/package/$1.ttf" --unicodes="$2" --layout-features="$3" --flavor=woff2 --no-hinting \
    --desubroutinize --drop-tables+=prep,gasp,vhea,vmtx,STAT,GDEF --name-IDs= --output-file="literata-$4.woff2"
}
part 400Regular/Literata_400Regular "$roman" kern,liga,onum,lnum,pnum,tnum,smcp,c2sc roman-first
part 400Regular_Italic/Literata_400Regular_Italic "$italic" kern,onum,lnum,pnum italic-first # its f and i do not touch: ligatures would be 1.6 kB
part 400Regular/Literata_400Regular "$(rest "$roman")" mark,mkmk,ccmp,locl,smcp roman-rest
part 400Regular_Italic/Literata_400Regular_Italic "$(rest "$italic")" mark,mkmk,ccmp,locl italic-rest
for face in 400Regular/Literata_400Regular:roman 400Regular_Italic/Literata_400Regular_Italic:italic; do
  "$python" -m fontTools.subset "$work/literata/package/${face%%:*}.ttf" --unicodes="$letters" --flavor=woff2 --no-hinting --desubroutinize \
    --layout-features=kern,mark,mkmk,ccmp,locl,liga,onum,lnum,pnum,tnum,sups,calt,smcp,c2sc --output-file="literata-${face##*:}.woff2"
done
urdu="U+20,U+60C,U+61B,U+61F,U+621-624,U+626-628,U+62A-63A,U+641,U+642,U+644-646,U+648,U+64B,U+64E-652,U+654,U+670,U+679,U+67E,U+686,\
U+688,U+691,U+698,U+6A9,U+6AF,U+6BA,U+6BE,U+6C1-6C3,U+6CC,U+6D2-6D4,U+6F0-6F9,U+200C,U+200D"
"$python" -m fontTools.subset "$work/noto-naskh-arabic/package/400Regular/NotoNaskhArabic_400Regular.ttf" --unicodes="$urdu" \
  --no-hinting --layout-features=ccmp,init,medi,fina,isol,rlig,mark,mkmk,kern,locl --output-file="$work/naskh-urdu.ttf"
"$python" "$here/precompose.py" "$work/naskh-urdu.ttf" یٰ مٰ حٰ لٰ وٰ ہٰ
"$python" -m pip install --quiet --target "$work/shaper" uharfbuzz==0.57.0 # here alone: fonttools packs the other faces larger with it
PYTHONPATH="$work/shaper" "$python" "$here/reached.py" "$work/naskh-urdu.ttf" naskh-urdu.woff2
# Noto Nastaliq Urdu, for the Urdu edition: the same letters with the Latin figures and the signs that stand among them, in one file. Its dots stay where
# they are attached: letters of Nastaliq stand on a slope, and no sum of glyphs could do without offsets (WebKitGTK leaves those out; Safari does not).
"$python" -m fontTools.subset "$work/noto-nastaliq-urdu/package/400Regular/NotoNastaliqUrdu_400Regular.ttf" --flavor=woff2 --no-hinting --desubroutinize \
  --unicodes="$urdu,U+64C,U+64D,U+658,U+6C0,U+21,U+25,U+28,U+29,U+2C-2F,U+30-3B,U+3F,U+5B,U+5D,U+A0,U+AB,U+B7,U+BB,U+2013,U+2018-201D,U+2026" \
  --layout-features='*' --output-file=../../ur/assets/fonts/nastaliq-urdu.woff2
