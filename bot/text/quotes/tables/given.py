"""Given names that are nearly always a woman's or a man's, from general knowledge; those used for both are left out."""

from bot.text.quotes.words import Names, words

NAMES = Names(
    female=words(
        """
        abby abigail ada adele adriana agnes agnieszka aileen aisha alessandra alexandra alexis alice alicia
        alison allison alma alyssa amanda amelia amelie amina amy amélie ana andrea angela anita anja ann anna
        annabelle annalena anne anne-marie annette annie antonia ariana arlene ashley asma audrey aung aurore
        ava ayesha ayşe barbara barbra beata beatriz becky begoña bella benazir bernice beth bethany betsy
        betty beverly beyonce beyoncé bianca birgit bonnie brenda bridget brigitte brittany bénédicte caitlyn
        camila candace candy cara carla carly carmen carol caroline carolyn carrie cassandra catarina
        catherine cecile cecilia celia chantal charlotte chelsea cheryl chiara chloe chloé christina christine
        cindy claire clara claudia colleen concepción condoleezza connie constance cora corinne courtney
        cristina cynthia cécile céline dalia danielle daria darlene deanna debbie deborah debra deirdre
        delores delphine denise diana diane dianne dilma dolly dolores donna dora doreen doris dorothy edith
        edna eileen ekaterina elaine eleanor elena elif elisa elisabeth elise eliza elizabeth ella ellen ellie
        elly elsa elsie emily emine emma emmanuelle erica erika erin erna esperanza estelle esther ethel
        eugenia eva evelyn ewa fabienne fatima fatma fay federica felicia fiona flora frances francesca
        francoise françoise fátima gabriela gabriele gail galina genevieve geneviève gennifer geraldine
        gertrude gesine gillian gina ginger giorgia giulia gloria grace graça gretchen gwen gwendolyn hannah
        harriet hasina hatice hazel heather heide heidi heike helen helena helle henrietta hilary hillary huma
        hélène ida ilse imogen indira ines ingrid ingrida inés irene irina irma irène isabel isabella isabelle
        isla ivanka jacinda jackie jacqueline jacqui jadwiga jana jane janelle janet janice jasmine jean
        jeanette jeanine jeanne jeannette jenna jennifer jenny jessica jessie jill joan joana joann joanna
        joanne jodie josephine josie joyce joëlle juanita judith judy julia juliana julie juliet julija kaja
        kamala kara karen karin kate katherine kathleen kathryn kathy katie katja katrina katrín katy kay
        kayla kelly kellyanne kerstin khaleda kimberly kirsten kirsty krista kristen kristi kristin kristina
        ksenia lana laura lauren layla lea leah leanne leila lena liliana lillian lily linda lisa liz liza
        lois lorena loretta lori lorna lorraine lottie louisa louise lucia lucille lucy lucía ludmila luiza
        luísa lydia lynda lynn lynne lyudmila léa mabel mackenzie madeleine magdalena maggie maite malala
        mamata manon manuela marcia margaret margarita margie margot marguerite maria marian mariana marianne
        mariastella marie marielle marilyn marina marine marissa marjorie marlene marta martha martina martine
        mary maryam matilda maureen maxine maya mazie megan megawati meghan megyn melania melinda melissa
        meral meryl mette mia michelle mildred mimi mindy minnie miranda mireille miriam misty molly mona
        monica monika monique montserrat muriel myra nadia nadine nancy naomi nasrin natalia natalie natasha
        nathalie nell ngozi nicole nikki nina nora norma noémie nur nuria odile oksana olga olivia oprah
        pamela paola pascaline patricia patsy patti patty paula pauline peggy penny petra phoebe phyllis pilar
        polly portia priscilla priyanka rachael rachel rachida ramona raquel rebecca regina rena renate renee
        rhonda rita roberta robyn rocio rocío rosa rosalie rosalind rosanna rosaria roseanne rosemary rosie
        roxanne ruth ruthie sabine sabrina sadie sahra sally samantha sandra sanna sara sarah segolene selena
        serena shari sharon sheila shelley sherri sheryl shirin shirley sigrid silke silvia simone sofia
        solène sondra sonia sonya sophia sophie soraya stacey stacy stella stephanie sue susan susana susanne
        sushma susie suzanne svetlana sylvia sylvie ségolène tabitha tamara tammy tania tansu tanya tara tarja
        tatiana teresa tessa thelma theresa tiffany tina toni tracey tricia trish trudy tulsi ulrike ursula
        vaira valentina valerie valérie vanessa vera veronica vicki vickie victoria vigdís viola violet
        virginie vivian véronique wanda wendy whitney wilma winnie yasmin yolanda yulia yuliya yvette yvonne
        zahra zeynep zoe zoey élisabeth élodie
        """
    ),
    male=words(
        """
        aaron abdullah abe abel abraham adam adolfo adrian aecio ahmad ahmed ahmet al alain alan alastair
        albert alberto alejandro aleksandar alex alexander alfredo ali alistair allan allen alvaro alvin amos
        anders andres andrew andrzej andrés andy angel angelino angelo angus anibal anthony antoine antonio
        antónio aníbal archie ariel armando armin arnold arthur artur arturo arun ashraf ashton avery avigdor
        aécio barack barney barry bart bashar basil ben benjamin benoit benoît beppe bernard bernd bernie bert
        bertrand bibi bill billy binali bjorn björn blake bob bobby boris brad bradley brandon brendan brent
        bret brett brian brock bruce bruno bryan bryant bud byron caleb calvin carl carles carlo carlos
        carlton cary cecil cedric cem chad charles chester chris christophe christopher chuck clarence clark
        claude claudio clayton cliff clifford clint clive clyde cody colin conrad corey cory craig cristiano
        curt curtis cyril cyrus damian dan daniel darrell darren darryl dave david denis dennis denny denzel
        derek derrick desmond deval devin dewey dexter dick diego dieter dirk dmitri dmitry domenico dominic
        dominique don donald doug douglas drew duane dudley duncan dustin dwayne dwight dylan earl ed eddie
        edgar edmund edouard eduardo edward edwin egbert egon ehud eli elias elijah elliot elliott ellis elmer
        elton emanuel emilio emmanuel enrico enrique eric erik ernest ernesto ernie ervin erwin esteban ethan
        eugene evan everett evo fabian fabio felipe felix ferenc fergus fernando fidel fletcher floyd forrest
        francesco francis francisco francois frank frank-walter frankie franklin franz françois fred freddie
        frederick friedrich gabriel garrett gary gavin gene geoff geoffrey george gerald geraldo gerard
        gerhard gianni gideon gil gilbert giles gilles giorgio giovanni giuseppe glen glenn gonzalo goodluck
        gordon graham greg gregory guido guillaume gunther gus gustavo gérald günter günther hal hamid hank
        hans harlan harold harry harvey hassan hector heiko heinz helmut henry herb herbert herman hervé homer
        horace horst howard hubert hubertus huckabee hugh hugo humphrey hussein ian ibrahim ignacio ignazio
        imran inigo ira irving irwin isaac isaiah ivan ivo iván jack jacob jacques jaime jair jake jamal james
        janez jared jarosław jarvis jason jasper javier jay jean-christophe jean-claude jean-luc jean-marie
        jeb jed jeff jeffery jeffrey jens jeremy jermaine jerome jerry jesse jim jimmy jintao joachim joao joe
        joel john johnnie johnny jon jonah jonathan jorge jose joseph josh joshua josé joão juan juergen
        julian julien julio julius jurgen justin jürgen kaleb karl keegan keir keith kemal ken kenneth kenny
        kent kevin khalid kirk klaus kofi kris kurt kyle lance larry lars laurent lawrence lech leif len leo
        leon leonard leonardo leroy lester lewis liam lionel lloyd logan lorenzo lothar lou louie louis lucas
        luigi luis luiz luke lula luther lyle lyndon mack magnus malcolm manfred manmohan manuel marc marcello
        marcelo marco marcus mariano mario mark markus marshall martin marvin mason massimo mathieu mats matt
        matteo matthew matthias matthieu maurice maurizio max maxwell mehmet melvin merle micah michael michel
        mickey miguel mike miles milos miloš milton mitch mitchell mitt mohamed mohammed morris mort moses
        moshe muhammad muhammadu murat murray mustafa myles naftali narendra nathan nawaz neal ned neil nelson
        newt nicholas nick nicolas nicolás nigel noah noel norbert nuno olaf oliver olivier olof omar oriol
        orlando orrin orville osama oscar otis otto owen pablo paolo patrick paul paulo pedro percy perry
        pervez pete peter petro phil philip philipp philippe phillip pier pierre pietro quentin quim rafael
        rahul raila rainer ralf ralph ramon ramón rand randy raphael raul ray raymond raúl recep reggie
        reginald reince reiner renato rené reuben rex ricardo richard rick rickey ricky rob robbie robert
        roberto rocky rod roderick rodney rodolfo rodrigo roger roland rolf roman romano ron ronald ronnie
        ross rowan roy ruben rudi rudolf rudolph rudy rufus rui rupert russ russell ryan saddam salvador
        salvatore sam sammy samuel santiago saul saxby scott sean sebastien sergei sergey sergio seth seymour
        shane shaun sheldon sherman sherrod shimon shinzo sid sidney sigmar silvio simon slobodan solomon
        spencer stan stanley stefan stefano stephane stephen sterling steve steven stewart stuart stéphane
        sven sylvester sébastien sérgio tayyip ted terrance terrence terry thabo theo theodore thierry thomas
        thorsten tiago tim timothy tobias toby todd tom tommy tony torsten traian travis trevor trey troy
        tucker tyler udo uhuru ulf ulrich ulysses umberto uwe vaclav vernon vic victor viktor vincent virgil
        vitor vladimir volker volodymyr václav vítor wade wallace walter warren wayne wendell werner wesley
        wilbur wilfred wilfried wilhelm willard william willie winfried winston wolfgang woodrow woody xavier
        yair yasser yves zach zachary zack zbigniew zoran álvaro ángel édouard éric íñigo
        """
    ),
)
